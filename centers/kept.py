"""The wards, centres, slots and equipment of the city, as public pages read them."""

from portal.kept import Kept
from portal.people.models import Ward

from .models import Center, Equipment, Slot

WARDS = Kept(Ward.objects.all())
CENTERS = Kept(Center.objects.select_related("ward"))
SLOTS, EQUIPMENT = Kept(Slot.objects.all()), Kept(Equipment.objects.all())

# Of more centres than this nobody chooses from a list: a ward comes first.
MOST_CENTERS = 300
