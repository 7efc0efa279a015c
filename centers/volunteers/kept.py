"""The fields of activity and the roles, as public pages read them."""

from portal.kept import Kept

from .models import ActivityField, VolunteerRole

FIELDS = Kept(ActivityField.objects.all())
ROLES = Kept(VolunteerRole.objects.in_use())
