"""The words of a review's course, as closed lists. A value is the word that people see, in every room."""

from enum import StrEnum


class Step(StrEnum):
    """The steps of a review that others wait for, in the order in which they are taken."""

    NOTIFIED = "notified"
    CONSULTED = "partners consulted"
    ASSESSED = "assessed"
    DECIDED = "decided to review"
    CHAIR_APPOINTED = "independent chair appointed"
    TERMS_AGREED = "terms of reference agreed"
    DRAFTED = "report drafted"
    PANEL_AGREED = "report agreed by the panel"
    ACCEPTED = "report accepted by the partnership"
    SUBMITTED = "report submitted"
    ANSWERED = "quality assurance answered"
    PUBLISHED = "published"
    CONCLUDED = "concluded"


class Limb(StrEnum):
    """What a definition asks for."""

    AGE = "age"
    CAUSE = "cause"
    CONNECTION = "connection"


class Finding(StrEnum):
    """What an assessment found of a limb."""

    MET = "met"
    NOT_MET = "not met"
    NOT_KNOWN = "not known"


class DecisionOutcome(StrEnum):
    """What the chair of the partnership decided after consultation."""

    REVIEW = "review"
    NO_REVIEW = "no review"
    NOT_YET = "not yet"


class BoardView(StrEnum):
    """What the quality assurance board thinks of a decision not to review."""

    AGREES = "agrees"
    ADVISES_REVIEW = "advises a review"
    ASKS_FOR_MORE = "asks for more information"


class ToldOf(StrEnum):
    """What the Home Office was told of."""

    DECISION = "decision"
    DELAY = "delay"
    PAUSE = "pause"
    RESUMPTION = "resumption"


class QualityAnswer(StrEnum):
    """What the quality assurance board says of a report: in older reviews the first two, now the others."""

    ADEQUATE = "adequate"
    INADEQUATE = "inadequate"
    CONTENT = "content"
    CONTENT_AFTER_CHANGES = "content after changes"
    RETURNED = "returned"


class CopiedTo(StrEnum):
    """To whom the Act has a report copied."""

    COMMISSIONER = "Domestic Abuse Commissioner"
    SECRETARY_OF_STATE = "Secretary of State"


class BriefingKind(StrEnum):
    """How what a review found was passed on."""

    BRIEFING = "briefing"
    TRAINING = "training"
    SEVEN_MINUTES = "seven-minute briefing"
    NEWSLETTER = "newsletter"


class PlanVersion(StrEnum):
    """The versions of an action plan that are kept."""

    APPROVED = "as approved"
    SUBMITTED = "as submitted"
    CHANGED = "as changed by quality assurance"
    PUBLISHED = "as published"


class ClockKind(StrEnum):
    """What time runs for."""

    DECISION = "decision"
    REPORT = "report"
    RETURN = "agency return"
    COMMISSIONER = "copy to the Commissioner"
    FAMILY = "family kept informed"
    TAKE_DOWN = "taking down the report"


class DefinitionDate(StrEnum):
    """Which date selects the definition."""

    DEATH = "death"
    NOTIFICATION = "notification"
    DECISION = "decision"


class NotificationDate(StrEnum):
    """From when the time for a decision counts."""

    ATTENTION = "death coming to attention"
    NOTIFICATION = "notification"


class ReturnKind(StrEnum):
    """What an agency is asked for."""

    SUMMARY = "summary"
    CHRONOLOGY = "chronology"
    IMR = "Individual Management Review"


class ReturnAnswer(StrEnum):
    """What an agency answered: with one of what may be asked for, or that it had no part in the lives."""

    NO_INVOLVEMENT = "no involvement"
    SUMMARY = "summary"
    CHRONOLOGY = "chronology"
    IMR = "Individual Management Review"


class LessonReach(StrEnum):
    """Whether a lesson is one agency's own, or one of working together."""

    WITHIN = "within one agency"
    BETWEEN = "between agencies"


class PanelKind(StrEnum):
    """For what a member stands on the panel of a review."""

    PARTNERSHIP = "partnership"
    POLICE = "police"
    SPECIALIST_SERVICE = "domestic abuse specialist service"
    HEALTH = "health"
    FIRE_AND_RESCUE = "fire and rescue"
    MENTAL_HEALTH = "mental health"
    DRUG_AND_ALCOHOL = "drug and alcohol services"
    PROBATION = "probation"
    HOUSING = "housing"
    ADULT_SOCIAL_CARE = "adult social care"
    CHILDRENS_SOCIAL_CARE = "children's social care"
    OTHER = "other"


class ProceedingsKind(StrEnum):
    """What may run beside a review."""

    INVESTIGATION = "criminal investigation"
    TRIAL = "criminal trial"
    APPEAL = "appeal"
    INQUEST = "inquest"
    CONDUCT = "investigation of police conduct"
    CHILDREN = "child safeguarding practice review"
    ADULTS = "safeguarding adults review"
    MENTAL_HEALTH = "mental health homicide review"
    FATALITY = "investigation of a death in custody or care"
    OTHER = "other inquiry"


class Circle(StrEnum):
    """How those who are involved knew whoever died."""

    FAMILY = "family"
    FRIENDS = "friends"
    COLLEAGUES = "colleagues"


class Involvement(StrEnum):
    """How they were involved."""

    INVITED = "invited to take part"
    ADVOCATE_OFFERED = "offered an advocate"
    ADVOCATE = "supported by an advocate"
    TERMS_SHARED = "shown the terms of reference"
    CONTRIBUTED = "contributed"
    MET_PANEL = "met the panel"
    INFORMED = "kept informed"
    READ_DRAFT = "read the draft"
    HEARD = "told before publication"
    DECLINED = "declined to take part"
    NO_CONTACT = "wish no contact"
