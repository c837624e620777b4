package atelier.question.write;

import atelier.write.shopper.ShopperForm;

/** What a shopper wrote, as a question or as an answer. */
record NewText(String body, String name, String email) {
    static NewText of(ShopperForm form) {
        return new NewText(form.text("body"), form.text("name"), form.text("email"));
    }
}
