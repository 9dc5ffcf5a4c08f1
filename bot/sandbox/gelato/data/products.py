"""What the invented merchant prints: product uids in the vendor's style, prices, weights.

The first two uids are those of the vendor's own samples (seeds), so the samples can be sent as is.
"""

from typing import NamedTuple


class Product(NamedTuple):
    """`price` is in whole euro cents, `weight` in grams; `pages` is 0 for a single sheet."""

    uid: str
    name: str
    category: str
    price: int
    weight: int
    files: tuple[str, ...] = ("default",)
    pages: int = 0
    in_stock: bool = True


_TEE = "apparel_product_gca_t-shirt_gsc_crewneck_gcu_unisex_gqa_classic"

PRODUCTS: tuple[Product, ...] = (
    Product(
        f"{_TEE}_gsi_s_gco_white_gpr_4-4",
        "Classic Unisex Crewneck T-shirt, White, S",
        "t-shirts",
        1190,
        150,
        ("default", "back"),
    ),
    Product(
        "flat_product_pf_a4_pt_200-gsm-uncoated_cl_4-0_ct_none_prt_none_sft_none_set_none_hor",
        "A4 Poster, 200 gsm Uncoated Paper, Landscape",
        "posters",
        780,
        90,
    ),
    Product(
        f"{_TEE}_gsi_xl_gco_black_gpr_4-0",
        "Classic Unisex T-shirt, Black, XL",
        "t-shirts",
        1240,
        180,
    ),
    Product(
        f"{_TEE}_gsi_m_gco_navy_gpr_4-0", "Classic Unisex T-shirt, Navy, M", "t-shirts", 1190, 165
    ),
    Product(
        "flat_500x700-mm-20x28-inch_200-gsm-80lb-uncoated_4-0_ver",
        "Premium Matte Poster, 50 x 70 cm",
        "posters",
        1460,
        210,
    ),
    Product(
        "framed_poster_mounted_300x400-mm-12x16-inch_black_wood_w12xt22-mm_plexiglass_ver",
        "Framed Poster, Black Wood, 30 x 40 cm",
        "posters",
        3290,
        1350,
    ),
    Product(
        "mug_product_msz_11-oz_mmat_ceramic-white_cl_4-0",
        "White Ceramic Mug, 11 oz",
        "mugs",
        690,
        380,
    ),
    Product(
        "mug_product_msz_15-oz_mmat_ceramic-black_cl_4-0",
        "Black Ceramic Mug, 15 oz",
        "mugs",
        890,
        450,
    ),
    Product(
        "cards_pf_bx_pt_110-lb-cover-uncoated_cl_4-4_hor",
        "Business Cards, Uncoated, Set of 100",
        "cards",
        1247,
        320,
        ("front", "back"),
    ),
    Product(
        "cards_pf_5r_pt_350-gsm-coated-silk_cl_4-4_fld_ver",
        "Folded Greeting Card, Silk, 5 x 7 in",
        "cards",
        310,
        25,
        ("default", "inside"),
    ),
    Product(
        "photobooks-hardcover_pf_210x280-mm-8x11-inch_pt_170-gsm-65lb-coated-silk_cl_4-4_ver",
        "Hardcover Photo Book, 21 x 28 cm",
        "photo-books",
        2380,
        620,
        pages=44,
    ),
    Product(
        "photobooks-softcover_pf_200x200-mm-8x8-inch_pt_170-gsm-65lb-coated-silk_cl_4-4_hor",
        "Softcover Photo Book, 20 x 20 cm",
        "photo-books",
        1520,
        310,
        pages=30,
    ),
    Product(
        "apparel_product_gca_hat_gsc_dad-hat_gcu_unisex_gqa_classic_gsi_os_gco_khaki_gpr_emb",
        "Embroidered Dad Cap, Khaki",
        "embroidered-caps",
        1690,
        95,
        ("chest-center-embroidery",),
    ),
    Product(
        "apparel_product_gca_hat_gsc_trucker_gcu_unisex_gqa_classic_gsi_os_gco_navy_gpr_emb",
        "Embroidered Trucker Cap, Navy",
        "embroidered-caps",
        1790,
        105,
        ("chest-center-embroidery",),
    ),
    Product(
        "tote_bag_product_bsc_tote-bag_bqa_clc_bsi_std-t_bco_natural_bpr_4-0",
        "Classic Tote Bag, Natural",
        "tote-bags",
        980,
        140,
        in_stock=False,
    ),
)

BY_UID: dict[str, Product] = {product.uid: product for product in PRODUCTS}
CUSTOMER_PRODUCTS: frozenset[str] = frozenset({"Business Card", "Tour Poster", "Staff T-shirt"})
"""Names that a GelatoConnect submit may give instead of a product uid (S1)."""
