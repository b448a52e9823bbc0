"""The field's words as closed lists. A value is the word that people see, in every room."""

from enum import StrEnum


class Scope(StrEnum):
    """The Home Office template's column "Scope of recommendation (i.e. local or regional)"."""

    LOCAL = "local"
    REGIONAL = "regional"
    NATIONAL = "national"


class Reach(StrEnum):
    """Whether a recommendation asks one agency or several to change."""

    SINGLE_AGENCY = "single-agency"
    MULTI_AGENCY = "multi-agency"


class Delivery(StrEnum):
    """Where the carrying out of an action stands, as its owner and its signers have said."""

    PLANNED = "planned"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in progress"
    REPORTED_COMPLETE = "reported complete"
    SENT_BACK = "sent back"
    SIGNED_OFF = "signed off"
    CANCELLED = "cancelled"


class Forecast(StrEnum):
    """What the owner of an action expects of its due date."""

    ON_TRACK = "on track"
    AT_RISK = "at risk"
    WILL_MISS = "will miss"


class WhyNoDate(StrEnum):
    """Why a timescale gives no due date. Such an action has a next review date instead."""

    ONGOING = "ongoing"
    IMMEDIATE = "immediate"
    TO_BE_AGREED = "to be agreed"
    NOT_GIVEN = "not given"
    NO_SUCH_DAY = "no such day"
    NOT_A_DAY = "not a day"
    RELATIVE = "relative"
    NOT_UNDERSTOOD = "not understood"


class How(StrEnum):
    """How something came to be recorded."""

    FORM = "form"
    MAIL = "mail"
    MEETING = "meeting"
    PHONE = "phone"
    IMPORT = "import"
    SCHEDULER = "scheduler"
    JSON = "json"
    COMMAND_LINE = "command line"


class Contact(StrEnum):
    """The posts in which an agency answers to a partnership."""

    MAIN_CONTACT = "main contact"
    ALTERNATE = "alternate"
    VALIDATOR = "validator"
    BOARD_REPRESENTATIVE = "board representative"


class Role(StrEnum):
    """What a person may be in a partnership, in one of its reviews, or for an agency in a review."""

    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    CHAIR = "chair"
    DEPUTY_CHAIR = "deputy chair"
    SUBGROUP_MEMBER = "subgroup member"
    BOARD_MEMBER = "board member"
    AUDITOR = "auditor"
    OVERSIGHT = "oversight"
    INDEPENDENT_CHAIR = "independent chair"
    REPORT_AUTHOR = "report author"
    PANEL_MEMBER = "panel member"
    IMR_AUTHOR = "IMR author"


IN_ONE_REVIEW = (Role.INDEPENDENT_CHAIR, Role.REPORT_AUTHOR, Role.PANEL_MEMBER, Role.IMR_AUTHOR)
"""The roles that are held in one review. An author of an Individual Management Review is an agency's, too."""


FOR_A_TIME = (Role.AUDITOR, Role.OVERSIGHT)
"""Whoever looks on in these roles reads an unpublished review by a named, time-limited grant alone."""


class QuestionAbout(StrEnum):
    """What a person has to settle after an import."""

    LEAD_AGENCY = "lead agency"
    SUPPORTING_AGENCY = "supporting agency"
    ADDRESSEE = "addressee"
    OWNER = "owner"
    NOBODY = "owner that is nobody"
    TIMESCALE = "timescale"
    COMPLETION = "completion"
    READING = "reading"


class Colour(StrEnum):
    """RAG: red, amber, green, and the colours and the lack of one that go with them."""

    NONE = "no colour"
    BLUE = "blue"
    PURPLE = "purple"
    RED = "red"
    GREY = "grey"
    AMBER = "amber"
    GREEN = "green"


class HoldReason(StrEnum):
    """Why nothing of a review may be erased for the time being."""

    TRIAL = "trial"
    APPEAL = "appeal"
    INQUEST = "inquest"
    INQUIRY = "inquiry"
    CLAIM = "claim"


class ErasureGround(StrEnum):
    """Why personal data may, or must, be erased."""

    RETENTION_ENDED = "retention ended"
    NO_LONGER_NECESSARY = "no longer necessary"
    CONSENT_WITHDRAWN = "consent withdrawn"
    OBJECTION = "objection"
    UNLAWFUL = "processed unlawfully"
    LEGAL_OBLIGATION = "legal obligation"
    RECORDED_IN_ERROR = "recorded in error"
