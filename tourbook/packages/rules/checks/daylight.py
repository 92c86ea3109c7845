"""When the sun rises and sets.

After the "NOAA Solar Calculator" of the Global Monitoring Laboratory of the United States' National
Oceanic and Atmospheric Administration (gml.noaa.gov/grad/solcalc/calcdetails.html), whose equations
are from Jean Meeus, Astronomical Algorithms. The sun is reckoned to rise and set when its centre is
0.833 degrees below the horizon: refraction and half of its own width. NOAA gives an accuracy of a
minute below 72 degrees of latitude; hills and forests are not known.
"""

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from tourbook.core import zones
from tourbook.core.formats import ZONE

#: Degrees from the zenith at which the upper edge of the sun is seen on the horizon.
ZENITH = 90.833
#: Julian day of the midnight on which Python's day number 0 ends.
JULIAN = 1721424.5
#: The epoch of the equations, 1 January 2000 at noon, and the days of a Julian century.
EPOCH, CENTURY = 2451545.0, 36525.0
DAY = 1440


@dataclass(frozen=True, slots=True)
class Daylight:
    """Sunrise and sunset in minutes after local midnight; a summer's sunset may pass 1440.

    Where the sun does not set that day it is light from minus to plus infinity; where it does not
    rise, the end comes before the start.
    """

    rises: float
    sets: float


@lru_cache(maxsize=4096)
def daylight(day: date, lat: float, lon: float, zone: str = ZONE) -> Daylight:
    """Degrees north and east; the hours of the clocks of `zone`."""
    rises, sets = (event(day, lat, lon, side) for side in (-1, 1))
    if math.isinf(rises):
        return Daylight(rises, sets)
    midnight = zones.clock_time(zones.midnight(day, zone), zone)
    rise, set_ = (
        zones.clock_time(
            datetime.combine(day, datetime.min.time(), UTC) + timedelta(minutes=each), zone
        )
        for each in (rises, sets)
    )
    return Daylight(
        (rise - midnight) / timedelta(minutes=1), (set_ - midnight) / timedelta(minutes=1)
    )


def event(day: date, lat: float, lon: float, side: int) -> float:
    """Sunrise (-1) or sunset (1) in minutes after midnight UTC; infinite where there is none."""
    minutes = DAY / 2 - 4 * lon
    for _round in range(3):
        declination, equation = sun(day, minutes)
        cosine = math.cos(math.radians(ZENITH)) / (
            math.cos(math.radians(lat)) * math.cos(declination)
        ) - math.tan(math.radians(lat)) * math.tan(declination)
        if abs(cosine) > 1:
            return side * math.inf if cosine < -1 else -side * math.inf
        minutes = DAY / 2 - 4 * lon - equation + side * 4 * math.degrees(math.acos(cosine))
    return minutes


def sun(day: date, minutes: float) -> tuple[float, float]:
    """Declination in radians, and the equation of time in minutes, at a moment of a day UTC."""
    t = (day.toordinal() + JULIAN + minutes / DAY - EPOCH) / CENTURY
    longitude = math.radians((280.46646 + t * (36000.76983 + t * 0.0003032)) % 360)
    anomaly = math.radians(357.52911 + t * (35999.05029 - 0.0001537 * t))
    eccentricity = 0.016708634 - t * (0.000042037 + 0.0000001267 * t)
    centre = (
        math.sin(anomaly) * (1.914602 - t * (0.004817 + 0.000014 * t))
        + math.sin(2 * anomaly) * (0.019993 - 0.000101 * t)
        + math.sin(3 * anomaly) * 0.000289
    )
    node = math.radians(125.04 - 1934.136 * t)
    apparent = longitude + math.radians(centre - 0.00569 - 0.00478 * math.sin(node))
    tilt = math.radians(
        23
        + (26 + (21.448 - t * (46.815 + t * (0.00059 - t * 0.001813))) / 60) / 60
        + 0.00256 * math.cos(node)
    )
    declination = math.asin(math.sin(tilt) * math.sin(apparent))
    y = math.tan(tilt / 2) ** 2
    equation = (
        y * math.sin(2 * longitude)
        - 2 * eccentricity * math.sin(anomaly)
        + 4 * eccentricity * y * math.sin(anomaly) * math.cos(2 * longitude)
        - y * y / 2 * math.sin(4 * longitude)
        - 1.25 * eccentricity**2 * math.sin(2 * anomaly)
    )
    return declination, 4 * math.degrees(equation)
