"""What of a departure the public pages show."""

from tourbook.departures.models import Departure, DepartureStatus
from tourbook.packages import services as packages


def touch_programme(departure: Departure) -> None:
    """Say that its programme is another: with it the last safe day to book. Called last."""
    if departure.status is DepartureStatus.OPEN:
        packages.touch_catalogue()
