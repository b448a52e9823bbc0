"""Another program: the job of the subject `store` in Django with django-pghistory."""
