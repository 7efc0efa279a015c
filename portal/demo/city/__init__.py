"""The demo city: Kitakyushu's wards as they are; centres, courses and people invented."""

from .build import City, build_city
from .made import Offer
from .sizes import SIZES

__all__ = ["SIZES", "City", "Offer", "build_city"]
