"""What the English demo says: the organisation, jobs, tags, notes and the sentences of the timeline."""

ORGANISATION = "Ateliers Sorrel"
GROUP = "Sales"
TAGS = ["Framework order", "Lyon fair 2026", "Newsletter", "Showroom visit", "Samples sent", "Renewal 2027"]
JOBS = [
    ("Purchasing manager", "Purchasing"), ("Managing director", ""), ("Architect", "Projects"),
    ("Site manager", "Works"), ("Head of facilities", "Facilities"), ("Assistant", "Management"),
    ("Accountant", "Accounts"), ("Quality manager", "Quality"), ("Interior designer", "Projects"),
    ("Deputy director", ""), ("Technical manager", "Technical"), ("Communications officer", "Communications"),
]  # fmt: skip
PROOFS = ["Form filled in at the Lyon fair", "Box ticked on the website", "Said so on the phone"]
NOTES = [
    "Wants everything by e-mail, never by post.",
    "Deliveries in the courtyard, before 10:00.",
    "Pays within thirty days, without a reminder so far.",
    "Recommended by the architects Sorel & Pinto.",
    "Prefers natural linen; no dark colours.",
]
COMPANY_NOTES = [
    "Two sites to fit out in 2027: offices first, then the canteen.",
    "Listed building: every fixing has to be approved by the architect.",
    "Compares us with two other makers; the price of the fitting decides.",
]

# (category: 0 note, 1 e-mail, 2 phone call, 3 appointment; text)
EVENTS = [
    (2, "Budget confirmed for both workshops. They want the natural linen finish and ask whether fitting can "
        "happen on a Saturday. I promised a revised quote before Thursday."),
    (1, "Samples sent with the fire rating certificate, as their insurer asked."),
    (3, "Visited the site: 140 m² of ceiling, echo of 1.8 seconds. The panels must go round the sprinklers."),
    (0, "The decision is made by the works council, which meets on the first Monday of the month."),
    (2, "Left a message; back in the office on Tuesday."),
    (1, "Sent the quote for 36 panels in oatmeal and 12 in slate blue."),
    (2, "The quote is fine apart from the delivery date: it has to be before the school holidays end."),
    (3, "Showed the three finishes in our showroom. The felt was liked most, the price least."),
    (0, "Old supplier until now: a maker in Italy. Not happy with the delays."),
    (1, "Answered the questions about recycling: linen and frame can be taken apart, we take both back."),
    (2, "Asked for references near here. I named the library and the dental practice."),
    (3, "Measured the open-plan office with the acoustician. Report to follow within a week."),
    (1, "Acoustic report sent: from 1.6 to 0.7 seconds with the second proposal."),
    (0, "Two of their rooms are let to a choir in the evening: no fitting after 17:00."),
    (2, "Signed. The deposit is on its way; fitting in the third week."),
    (3, "Fitting finished, one panel to be replaced because of a scratch on the frame."),
    (1, "Thanked us for the quick replacement. May be named as a reference."),
    (0, "New head of purchasing since the summer; introduce ourselves again."),
    (2, "No budget this year. Call again in January, when the new one is voted."),
    (1, "Asked for our catalogue and the price list for resellers."),
    (3, "Coffee at the Lyon fair. Interested in the desk screens, not in the ceiling."),
    (0, "Holds the keys of the three meeting rooms; call the day before a visit."),
    (2, "Wants to know if the panels can be printed. Yes, from ten pieces on."),
    (1, "Sent the drawing with the corrected height under the beams."),
    (3, "Walked through the restaurant at noon: the noise is real, 82 decibels at the bar."),
    (0, "Prefers to be called in the morning."),
    (2, "The delivery arrived complete. One box was wet, its content is dry."),
    (1, "Reminded about the care guide: vacuum with the soft brush, no water."),
    (2, "Happy with the result after three months. Thinks about the second floor."),
    (0, "Their building permit is delayed: nothing moves before spring."),
]  # fmt: skip
PLANNED = [
    (3, "Framework order: prices for 2027, at their showroom."),
    (2, "Call back about the delivery of the second lot."),
    (3, "Site visit with the acoustician, bring the felt samples."),
]
