"""The pages of components, rates and slots, for the organiser and for the hosts themselves."""
