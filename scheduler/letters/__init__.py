"""What mails say, as text and as HTML, with the templates beside this module."""
