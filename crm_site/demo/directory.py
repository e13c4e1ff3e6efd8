"""Who stands in the demo's address book: made-up companies and people, in real towns."""

# Town: (postal code, state, country). Streets are real sorts of names; the numbers are made up.
TOWNS = {
    "Nevers": ("58000", "", "FR"), "Lyon": ("69002", "", "FR"), "Nantes": ("44000", "", "FR"),
    "Roubaix": ("59100", "", "FR"), "Lille": ("59000", "", "FR"), "Strasbourg": ("67000", "", "FR"),
    "Toulouse": ("31000", "", "FR"), "Bordeaux": ("33000", "", "FR"), "Rennes": ("35000", "", "FR"),
    "Grenoble": ("38000", "", "FR"), "Annecy": ("74000", "", "FR"), "Dijon": ("21000", "", "FR"),
    "Clermont-Ferrand": ("63000", "", "FR"), "Brest": ("29200", "", "FR"), "Limoges": ("87000", "", "FR"),
    "Saint-Étienne": ("42000", "", "FR"), "Marseille": ("13002", "", "FR"), "Montpellier": ("34000", "", "FR"),
    "Angers": ("49100", "", "FR"), "Rouen": ("76000", "", "FR"), "Quimper": ("29000", "", "FR"),
    "Paris": ("75011", "", "FR"), "Leeds": ("LS1 6BY", "", "GB"), "Bristol": ("BS1 4DJ", "", "GB"),
    "London": ("SE1 9GF", "", "GB"), "Edinburgh": ("EH3 9QG", "", "GB"), "Köln": ("50667", "", "DE"),
    "Hamburg": ("20457", "", "DE"), "Berlin": ("10999", "", "DE"), "München": ("80331", "", "DE"),
    "Liège": ("4000", "", "BE"), "Gent": ("9000", "", "BE"), "Lausanne": ("1003", "", "CH"),
    "Zürich": ("8004", "", "CH"), "Torino": ("10123", "", "IT"), "Bologna": ("40126", "", "IT"),
    "Valencia": ("46002", "", "ES"), "Porto": ("4050-253", "", "PT"), "Bergen": ("5014", "", "NO"),
    "Portland": ("97204", "OR", "US"), "Boston": ("02110", "MA", "US"),
}  # fmt: skip

STREETS = {
    "FR": ["{} rue des Filatures", "{} quai de la Loire", "{} avenue Jean-Jaurès", "{} rue du Moulin",
           "{} place Carnot", "{} rue des Tanneurs", "{} boulevard Victor-Hugo",
           "{} chemin des Vignes", "{} rue de l’Arsenal"],
    "GB": ["{} Wharf Road", "{} Mill Lane", "{} Chapel Street", "{} Foundry Yard"],
    "DE": ["Lindenstraße {}", "Am Alten Hafen {}", "Gerberweg {}", "Schillerplatz {}"],
    "BE": ["Rue de la Meuse {}", "Quai des Tisserands {}"],
    "CH": ["Rue du Lac {}", "Seestrasse {}"],
    "IT": ["Via dei Setaioli {}", "Corso della Stazione {}"],
    "ES": ["Calle del Molino {}"],
    "PT": ["Rua das Oliveiras {}"],
    "NO": ["Strandgaten {}"],
    "US": ["{} Harbor Street", "{} Alder Avenue"],
}  # fmt: skip

# Numbers that no subscriber has: each country keeps them for films and books. A digit and two digits are filled in.
PHONES = {
    "FR": ["01 99 00 {:02} {:02}", "02 61 91 {:02} {:02}", "03 53 01 {:02} {:02}", "04 65 71 {:02} {:02}",
           "05 36 49 {:02} {:02}"],
    "GB": ["+44 20 7946 0{:1.0f}{:02}", "+44 117 496 0{:1.0f}{:02}"],
    "DE": ["+49 30 23125 {:1.0f}{:02}", "+49 89 99998 {:1.0f}{:02}"],
    "US": ["+1 503-555-01{1:02}", "+1 617-555-01{1:02}"],
}  # fmt: skip
MOBILES = {"FR": "06 39 98 {:02} {:02}", "GB": "+44 7700 900{1:03}", "DE": "+49 176 040690{1:02}"}

COMPANIES = [
    ("Tissages Morvan", "Nevers"), ("Clinique Ormeaux", "Lyon"), ("Caves Delmas", "Angers"),
    ("Kessel Logistik", "Hamburg"), ("Librairie Pontcarré", "Paris"), ("Vinolia Export", "Torino"),
    ("Mobilis Nord", "Lille"), ("Bureau Quarto", "Gent"), ("Studio Halvorsen", "Bergen"),
    ("Groupe Altenis", "Paris"), ("Fonderie Rastel", "Saint-Étienne"), ("Cabinet Lemarec", "Brest"),
    ("Papeteries Orsini", "Marseille"), ("Hôtel Trois Rives", "Lyon"), ("Œuvres du Port", "Nantes"),
    ("Étoffes Brunel", "Roubaix"), ("Menuiserie Castaing", "Bordeaux"), ("Radio Vallespir", "Toulouse"),
    ("Conserverie du Guilvinec", "Quimper"), ("Imprimerie Daumesnil", "Paris"), ("École Montjoie", "Grenoble"),
    ("Crèche Les Mésanges", "Annecy"), ("Brasserie du Faubourg", "Strasbourg"), ("Cinéma Le Lumen", "Dijon"),
    ("Thermes de Royat-Est", "Clermont-Ferrand"), ("Porcelaines Vignaud", "Limoges"),
    ("Architectes Sorel & Pinto", "Montpellier"), ("Théâtre de la Criée-Neuve", "Marseille"),
    ("Filature de l’Andelle", "Rouen"), ("Agence Belvédère", "Rennes"), ("Restaurant L’Écluse", "Toulouse"),
    ("Coopérative des Monts", "Annecy"), ("Notaires Haller-Weiss", "Strasbourg"), ("Transports Guivarch", "Brest"),
    ("Maison Ferrandou", "Bordeaux"), ("Pharmacie du Marché", "Dijon"), ("Ateliers Cassegrain", "Nantes"),
    ("Cabinet dentaire Rivoire", "Grenoble"), ("Auberge du Lac Bleu", "Annecy"), ("Hargreaves Joinery", "Leeds"),
    ("Northgate Library Trust", "Leeds"), ("Pemberton Acoustics", "London"), ("Harbourside Studios", "Bristol"),
    ("Cairn & Muir Architects", "Edinburgh"), ("Whitlock Primary School", "Bristol"), ("Tonwerk Rheinland", "Köln"),
    ("Gasthaus Lindner", "München"), ("Architekturbüro Vogt", "Berlin"), ("Praxis am Kanal", "Berlin"),
    ("Verlag Morgenröte", "Köln"), ("Meuse Industries", "Liège"), ("Clinique du Léman-Ouest", "Lausanne"),
    ("Zimmerli Innenausbau", "Zürich"), ("Officine Bertolino", "Torino"), ("Scuola Santa Viola", "Bologna"),
    ("Auditori del Túria", "Valencia"), ("Têxteis Douro Norte", "Porto"), ("Cedar & Finch Interiors", "Portland"),
    ("Beacon Hill Recording", "Boston"), ("Rosewater Dental Group", "Boston"),
]  # fmt: skip

# Drawn in this order for the companies of the same country (Belgium and Switzerland take from their neighbours).
PERSONS = {
    "FR": """Éléonore Marchetti|Quentin Dussart|Aurélie Sandoval|Bastien Le Guennec|Fanny Brunel-Costa|Hugo Tessandier
        Karima Zeroual|Léo Pradier|Maud Kerhervé|Odile Garancher|Pauline Trévoux|Rachel Imbert|Œdipe Valadon
        Sébastien Quéré|Noémie Arnoult|Yannick Le Floc’h|Samira Belkacem|Théo Castaing|Aïcha Diabaté|Gaëlle Morvan
        Mathis Roussillon|Clémence Daumas|Étienne Vaudreuil|Inès Chaabane|Julien Haller|Solène Guivarch|Rémi Ferrandou
        Camille Rivoire|Lucie Beaupré|Antoine Cassegrain|Mélanie Pinto|Olivier Sorel|Nadia Benchekroun|Victor Lacaze
        Jeanne Thévenet|Pierre-Yves Lemarec|Agathe Vignaud|Mehdi Khelifi|Florence Orsini|Baptiste Delmas|Zoé Marcillac
        Thomas Rastel|Élodie Navarro|Gilles Pontcarré|Awa Sarr|Romain Chevallier|Delphine Weiss|Arthur Bonnard
        Sophie Ménard|Idriss Toumi|Manon Le Bihan|Fabrice Collin|Louise d’Aubigny|Karim Mansouri|Cécile Faucher
        Nicolas Perrot|Margaux Estève|Xavier Lagrange|Houria Saïdi|Benoît Texier|Anaïs Kermarrec|Patrick Gauvain
        Sarah Lévy|Dominique Aubert|Loïc Tanguy|Valérie Soubeyran|Adrien Montel|Charlotte Féraud|Moussa Keïta
        Isabelle Jourdan|Corentin Le Roux|Estelle Vasseur|Paul Garnier|Nour Haddad|François Bellanger|Juliette Amiel
        Maxime Cordier|Hélène Duvivier|Rayan Bouzid|Emma Pasquier|Jérôme Fontanel|Lina Ouali|Stéphane Morin
        Capucine Hérault|Damien Roche|Marion Teissier|Alban de Kersauson|Yasmine Ferhat|Guillaume Noël|Claire Bertin
        Oscar Lemoine|Virginie Carlier|Abel Nguyen|Laure Mazet|Simon Abitbol|Perrine Joly|Denis Marchal|Fatou Ndiaye
        Violette Renard|Cyril Bonnefoy|Ludivine Schmitt|Pascal Urvoy|Elsa Thibault|Ibrahim Cissé|Nathalie Prost
        Martin Escoffier|Rose Valentin|Hervé Pélissier|Amélie Guérin|Tristan Maillard|Coline Arrighi|Youssef El Amrani
        Bérénice Fournel|Alain Kowalczyk|Marguerite Ozanne|Gaspard Lelièvre""",
    "GB": """Alice Hargreaves|Oliver Pemberton|Niamh Cairn|George Whitlock|Priya Raman|Harriet Muir|Tom Ashdown
        Grace O’Donnell|Samuel Okafor|Eleanor Finch|James Thackeray|Zadie Holloway|Rhys Llewellyn|Imogen Clarke
        Callum Reid|Beatrice Lowe|Aaron Mistry|Fiona MacLeod|Peter Wainwright|Amara Nwosu""",
    "DE": """Dieter Kessel|Sabine Vogt|Jürgen Lindner|Anke Möller|Florian Groß|Heike Schäfer|Lukas Brandt|Leyla Kaplan
        Matthias Böhm|Ulrike Zimmerli|Stefan Köhler|Greta Weber|Jonas Krüger|Renate Hübner|Max Straßer
        Katharina Öztürk|Bernd Fuchs""",
    "BE": "Ilse Vandevoorde|Luc Servais|Marieke De Smet|Benoît Lambrecht",
    "CH": "Urs Zimmerli|Chantal Rochat|Reto Ammann|Anne-Lise Cuendet",
    "IT": "Giulia Ferrante|Marco Bertolino|Chiara Donati|Paolo Gentile|Elisa Ricci",
    "ES": "Carmen Ibáñez|Íñigo Peñalver|Lucía Ortega",
    "PT": "Tiago Magalhães|Inês Conceição",
    "NO": "Jonas Halvorsen|Åse Bjørnstad",
    "US": "Maya Feldman|Carlos Whitaker|Denise Oyelaran|Ethan Brooks|Ruth Nakamura|Leila Haddad|Sam Sullivan",
}


def persons_of(country: str) -> list[tuple[str, str]]:
    """(first name, last name) of everybody who lives in this country."""
    names = PERSONS[country].replace("\n", "|").split("|")
    return [tuple(name.strip().split(" ", 1)) for name in names if name.strip()]
