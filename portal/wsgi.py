"""What a web server loads: `gunicorn portal.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

from portal.logs import write_last_words

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()
write_last_words()

from portal import pulse  # noqa: E402  (its models want the applications that stand only now)

pulse.start(application)
