"""The names, places and days of the journeys' small world."""

from datetime import date, timedelta

from tourbook.core import clock

REGION = "South Savo"
TOWN = "Mikkeli"
THEME = "Rescue and preparedness"
STATION = "Example Rescue Department"
STATION_PLACE = "Main fire station"
VISIT = "A shift at the fire station"
HOTEL = "Example Lakeside Hotel"
NIGHT = "Night by the lake"
PACKAGE = "Everyday rescue"
OBJECTIVE = "Explain how a rescue shift is staffed"
DELEGATION = "Example Rescue Board"

ORGANISER = "organiser@example.org"
HOST = "host@example.org"
HOTEL_DESK = "hotel@example.org"
LEADER = "leader@example.org"
PASSWORD = "seven quiet lanterns glow"

#: One row for each member of the delegation, as it stands in the leader's spreadsheet.
GUESTS = (
    ("Aino Esimerkki", "Dr", "Fire officer", "guest1@example.org"),
    ("Łukasz Żółć", "Mr", "Trainer", "guest2@example.org"),
    ("Олена Приклад", "Ms", "Analyst", "guest3@example.org"),
    ("Åsa Öberg", "Ms", "Planner", "guest4@example.org"),
    ("山田 太郎", "Mr", "Engineer", "guest5@example.org"),
    ("Ġorġ Borġ", "Capt", "Station officer", "guest6@example.org"),
)


def tuesday_after(day: date) -> date:
    return day + timedelta(days=(1 - day.weekday()) % 7)


#: The first day of the visit; it stays when the clock of a test goes on.
FIRST_DAY = tuesday_after(clock.today() + timedelta(weeks=10))
