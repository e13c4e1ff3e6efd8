"""What the French demo says: the organisation, jobs, tags, notes and the sentences of the timeline."""

ORGANISATION = "Ateliers Sorrel"
GROUP = "Commerciaux"
TAGS = ["Contrat-cadre", "Salon de Lyon 2026", "Lettre d’information", "Visite de l’atelier", "Échantillons envoyés",
        "Renouvellement 2027"]  # fmt: skip
JOBS = [
    ("Responsable des achats", "Achats"), ("Direction générale", ""), ("Architecte", "Projets"),
    ("Responsable de chantier", "Travaux"), ("Responsable des bâtiments", "Services généraux"),
    ("Assistanat de direction", "Direction"), ("Comptable", "Comptabilité"), ("Responsable qualité", "Qualité"),
    ("Architecte d’intérieur", "Projets"), ("Direction adjointe", ""), ("Responsable technique", "Technique"),
    ("Service de communication", "Communication"),
]  # fmt: skip
PROOFS = ["Formulaire rempli au salon de Lyon", "Case cochée sur le site", "Accord donné au téléphone"]
NOTES = [
    "Tout par e-mail, jamais par courrier.",
    "Livraisons dans la cour, avant 10 h.",
    "Règle à trente jours, sans relance jusqu’ici.",
    "Vient de la part des architectes Sorel & Pinto.",
    "Préfère le lin naturel ; pas de couleurs sombres.",
]
COMPANY_NOTES = [
    "Deux sites à équiper en 2027 : les bureaux d’abord, la cantine ensuite.",
    "Bâtiment classé : chaque fixation doit être acceptée par l’architecte.",
    "Nous compare à deux autres fabricants ; le prix de la pose décidera.",
]

# (category: 0 note, 1 e-mail, 2 phone call, 3 appointment; text)
EVENTS = [
    (2, "Budget confirmé pour les deux ateliers. Souhaite la finition lin naturel et demande si la pose peut se faire "
        "un samedi. J’ai promis un devis revu avant jeudi."),
    (1, "Échantillons envoyés avec le procès-verbal de réaction au feu, comme l’assureur le demandait."),
    (3, "Visite du site : 140 m² de plafond, réverbération de 1,8 seconde. Les panneaux doivent contourner les "
        "sprinklers."),
    (0, "La décision revient au comité, qui se réunit le premier lundi du mois."),
    (2, "Message laissé ; de retour au bureau mardi."),
    (1, "Devis envoyé pour 36 panneaux couleur avoine et 12 bleu ardoise."),
    (2, "Le devis convient, sauf la date de livraison : il faut livrer avant la rentrée."),
    (3, "Présenté les trois finitions à l’atelier. Le feutre a plu le plus, son prix le moins."),
    (0, "Fournisseur actuel : un fabricant italien. Les retards agacent."),
    (1, "Répondu aux questions sur le recyclage : lin et cadre se séparent, nous reprenons les deux."),
    (2, "Demande des références dans la région. J’ai cité la librairie et le cabinet dentaire."),
    (3, "Mesures dans l’espace ouvert avec l’acousticienne. Rapport sous une semaine."),
    (1, "Rapport acoustique envoyé : de 1,6 à 0,7 seconde avec la deuxième proposition."),
    (0, "Deux salles sont louées à une chorale le soir : pas de pose après 17 h."),
    (2, "C’est signé. L’acompte est en route ; pose la troisième semaine."),
    (3, "Pose terminée, un panneau à remplacer à cause d’une rayure sur le cadre."),
    (1, "Nous remercie pour le remplacement rapide. Accepte de servir de référence."),
    (0, "Nouvelle direction des achats depuis l’été ; nous présenter à nouveau."),
    (2, "Pas de budget cette année. Rappeler en janvier, après le vote du prochain."),
    (1, "Demande notre catalogue et les tarifs revendeurs."),
    (3, "Un café au salon de Lyon. Intérêt pour les cloisons de bureau, pas pour le plafond."),
    (0, "A les clés des trois salles de réunion ; appeler la veille d’une visite."),
    (2, "Veut savoir si les panneaux s’impriment. Oui, à partir de dix pièces."),
    (1, "Envoyé le plan avec la hauteur corrigée sous les poutres."),
    (3, "Passage au restaurant à midi : le bruit est réel, 82 décibels au comptoir."),
    (0, "Appels de préférence le matin."),
    (2, "Livraison complète. Un carton était mouillé, son contenu est sec."),
    (1, "Rappelé le guide d’entretien : aspirer avec la brosse douce, jamais d’eau."),
    (2, "Résultat apprécié après trois mois. Réfléchit au deuxième étage."),
    (0, "Le permis de construire a pris du retard : rien ne bouge avant le printemps."),
]  # fmt: skip
PLANNED = [
    (3, "Contrat-cadre : les prix de 2027, dans leurs locaux."),
    (2, "Rappeler au sujet de la livraison du second lot."),
    (3, "Visite du site avec l’acousticienne, apporter les échantillons de feutre."),
]
