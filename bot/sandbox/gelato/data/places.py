"""Where invented people live: real cities, invented streets, phone numbers nobody owns.

Phone numbers come from ranges that regulators keep for fiction; countries without such a range
have none, so their people have no phone here.
"""

from typing import NamedTuple


class Place(NamedTuple):
    """One address: `state` is an ISO 3166-2 suffix, "" where the country uses none."""

    country: str
    line1: str
    line2: str
    city: str
    post_code: str
    state: str
    phone: str


PLACES: tuple[Place, ...] = (
    Place("US", "12 Larkspur Lane", "Apt 4B", "Portland", "97205", "OR", "+1 503 555 0117"),
    Place("US", "880 Juniper Street", "", "Atlanta", "30309", "GA", "+1 404 555 0142"),
    Place("US", "3 Foxglove Court", "Unit 7", "Burlington", "05401", "VT", "+1 802 555 0164"),
    Place("US", "451 Marigold Ave", "", "Brooklyn", "11203", "NY", "+1 718 555 0103"),
    Place("CA", "77 Rue des Lilas", "App. 3", "Montréal", "H2X 1Y4", "QC", "+1 514 555 0181"),
    Place("CA", "5 Tamarack Road", "", "Halifax", "B3H 4R2", "NS", "+1 902 555 0119"),
    Place("AU", "19 Banksia Parade", "", "Hobart", "7000", "TAS", "+61 491 570 156"),
    Place("AU", "204 Wattle Street", "Level 2", "Sydney", "2010", "NSW", "+61 491 570 157"),
    Place("BR", "Rua das Palmeiras, 310", "Ap 52", "São Paulo", "01226-010", "SP", ""),
    Place("BR", "Avenida das Mangueiras, 8", "", "Recife", "50030-230", "PE", ""),
    Place("JP", "神宮前三丁目5番地", "さくら荘201号", "渋谷区", "150-0001", "13", ""),
    Place("JP", "河原町通二条下る", "", "京都市", "604-0924", "26", ""),
    Place("CN", "梧桐路88号", "3栋502室", "上海市", "200031", "SH", ""),
    Place("CN", "竹林街17号", "", "成都市", "610021", "SC", ""),
    Place("KR", "은행나무길 24", "101동 502호", "서울특별시", "04524", "11", ""),
    Place("DE", "Ahornallee 14", "", "Berlin", "10117", "", "+49 30 23125 014"),
    Place("DE", "Mühlenstraße 3", "Hinterhaus", "München", "80331", "", "+49 89 99998 230"),
    Place("NO", "Bjørkeveien 6", "", "Tromsø", "9008", "", ""),
    Place("GB", "4 Hawthorn Terrace", "Flat 2", "Leeds", "LS1 4AP", "", "+44 7700 900118"),
    Place("GB", "31 Rowan Crescent", "", "Cardiff", "CF10 3AT", "", "+44 7700 900461"),
    Place("FR", "9 rue des Acacias", "", "Lyon", "69002", "", "+33 6 39 98 04 17"),
    Place("FR", "22 quai des Tilleuls", "Bât. C", "Nantes", "44000", "", "+33 6 39 98 23 50"),
    Place("IE", "6 Elder Row", "", "Galway", "H91 E2K8", "", "+353 20 910 1234"),
    Place("SG", "18 Tembusu Walk", "#07-21", "Singapore", "238823", "", ""),
    Place("SE", "Björkvägen 11", "", "Göteborg", "413 01", "", "+46 70 174 06 05"),
    Place("DK", "Bøgealle 40", "2. tv", "Aarhus C", "8000", "", ""),
    Place("FI", "Koivukuja 8", "A 12", "Tampere", "33100", "", ""),
    Place("IS", "Birkigata 2", "", "Reykjavík", "101", "", ""),
    Place("NL", "Lindelaan 55", "", "Utrecht", "3511 AB", "", ""),
    Place("BE", "Beukenstraat 7", "bus 2", "Gent", "9000", "", ""),
    Place("ES", "Calle del Olmo 21", "3º izq.", "Sevilla", "41001", "", ""),
    Place("PT", "Rua do Carvalho 15", "", "Porto", "4000-123", "", ""),
    Place("IT", "Via dei Cipressi 9", "Int. 4", "Bologna", "40121", "BO", ""),
    Place("CH", "Eschenweg 12", "", "Zürich", "8001", "", ""),
    Place("AT", "Fichtengasse 5", "Top 8", "Graz", "8010", "", ""),
    Place("PL", "ul. Lipowa 30", "m. 6", "Kraków", "31-011", "", ""),
    Place("CZ", "Jasanová 18", "", "Brno", "602 00", "", ""),
    Place("GR", "Οδός Πλατάνου 4", "", "Θεσσαλονίκη", "546 22", "", ""),
    Place("MX", "Calle del Fresno 101", "Int. 3", "Guadalajara", "44100", "JAL", ""),
    Place("NZ", "27 Kauri Road", "", "Wellington", "6011", "", ""),
    Place("IN", "14 Neem Marg", "2nd Floor", "Pune", "411001", "MH", ""),
    Place("AE", "Ghaf Tree Street 9", "Villa 3", "Dubai", "", "DU", ""),
    Place("HK", "2 Bauhinia Path", "Flat 12C", "Hong Kong", "", "", ""),
    Place("ZA", "63 Yellowwood Close", "", "Cape Town", "8001", "WC", ""),
    Place("IL", "רחוב האלון 12", "", "חיפה", "3303101", "", ""),
)
