"""Invented people of many cultures. Their mail goes to example.com."""

PEOPLE: dict[str, tuple[tuple[str, str], ...]] = {
    "US": (("Maya", "Robinson"), ("Caleb", "Ortiz"), ("Ann", "Lee"), ("Dwayne", "O'Malley")),
    "CA": (("Élodie", "Tremblay"), ("Noah", "Singh")),
    "AU": (("Matilda", "Nguyen"), ("Jarrah", "Whitford")),
    "BR": (("João", "Conceição"), ("Larissa", "de Oliveira")),
    "JP": (("美咲", "佐藤"), ("健太", "山本")),
    "CN": (("伟", "王"), ("秀英", "李")),
    "KR": (("서연", "김"), ("민준", "박")),
    "DE": (("Jürgen", "Weiß"), ("Ayşe", "Demir"), ("Marie-Luise", "von der Heide")),
    "NO": (("Ingrid", "Sæther"), ("Bjørn", "Ødegård")),
    "GB": (("Zadie", "Okonkwo"), ("Rhys", "Llewellyn"), ("Priya", "Chaudhry")),
    "FR": (("Chloé", "Lefèvre"), ("Mamadou", "Diallo")),
    "IE": (("Niamh", "Ó Súilleabháin"), ("Conor", "Byrne")),
    "SG": (("Wei Ling", "Tan"), ("Arjun", "Nair")),
    "SE": (("Åsa", "Lindqvist"), ("Björn", "Bengtsson")),
    "IS": (("Sigríður", "Jónsdóttir"),),
    "PL": (("Łukasz", "Wiśniewski"),),
    "CZ": (("Jiří", "Dvořák"),),
    "GR": (("Ελένη", "Παπαδοπούλου"),),
    "ES": (("Lucía", "Fernández Muñoz"),),
    "PT": (("Inês", "Gonçalves"),),
    "IN": (("Ananya", "Deshpande"),),
    "AE": (("ليلى", "المنصوري"),),
    "IL": (("נועה", "כהן"),),
    "HK": (("Ka Ming", "Chan"),),
    "MX": (("Ximena", "Hernández"),),
    "NZ": (("Aroha", "Tāmihana"),),
    "ZA": (("Thandiwe", "Nkosi"),),
}

ANYWHERE: tuple[tuple[str, str], ...] = (
    ("Noor", "Haddad"),
    ("Mika", "Virtanen"),
    ("Sofie", "Jansen"),
    ("Luca", "Moretti"),
    ("Olena", "Kovalenko"),
    ("Tomás", "Silva"),
    ("Frederikke", "Holm"),
    ("Hans-Peter", "Gruber"),
)

COMPANIES: tuple[str, ...] = (
    "Larch & Loom Ltd",
    "Atelier Bleu Nuit",
    "Nordlys Kaffebar AS",
    "Papaya Studio",
    "Blue Heron Books",
)
