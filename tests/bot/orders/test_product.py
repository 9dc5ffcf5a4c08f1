"""What an item is called."""

import pytest

from bot.orders.order import Item
from bot.orders.product import product_words

SHIRT = "apparel_product_gca_t-shirt_gsc_crewneck_gcu_unisex_gqa_classic_gsi_s_gco_white_gpr_4-4"
FLYER = "flat_product_pf_a4_pt_200-gsm-uncoated_cl_4-0_ct_none_prt_none_sft_none_set_none_hor"


@pytest.mark.parametrize(
    ("item", "words"),
    [
        pytest.param({"product_name": "Poster", "product_uid": SHIRT}, "Poster", id="name"),
        pytest.param({"item_reference_name": "Mug", "product_uid": SHIRT}, "Mug", id="own-name"),
        pytest.param(
            {"product_uid": SHIRT}, "Apparel: t-shirt, crewneck, s, white", id="shirt-by-its-uid"
        ),
        pytest.param({"product_uid": FLYER}, "Flat: a4, 200-gsm-uncoated", id="paper-by-its-uid"),
        pytest.param(
            {"product_uid": "cards_pf_bx_pt_110-lb_cl_4-4_hor"},
            "Cards: bx, 110-lb",
            id="a-uid-without-the-word-product",
        ),
        pytest.param({"product_uid": "mug-11oz"}, "mug-11oz", id="an-unknown-uid-as-it-is"),
        pytest.param({"item_reference_id": "I-1"}, "I-1", id="only-a-reference"),
        pytest.param({}, "Item without a name", id="nothing"),
    ],
)
def test_an_item_is_called_by_the_best_name_there_is(item: dict[str, str], words: str):
    """The readable name first, then what the product uid tells, then the merchant's own number."""
    assert product_words(Item(**item)) == words
