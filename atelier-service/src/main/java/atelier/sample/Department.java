package atelier.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Goods with the same sizes and features; all departments together have 46 distinct pairs of feature and value. */
record Department(List<Text> sizes, List<Feature> features) {
    /** A feature of a product, with its value. */
    record Feature(Text name, Text value) {
        static Feature of(String name, String value) {
            return new Feature(Text.quoted(name), Text.quoted(value));
        }

        static Feature bare(String name) {
            return new Feature(Text.quoted(name), Text.NULL);
        }
    }

    static final Department CLOTHING = new Department(
            Stream.of("XS", "S", "M", "L", "XL", "XXL").map(Text::quoted).toList(),
            List.of(
                    Feature.of("Cloth", "Boiled wool"),
                    Feature.of("Lining", "Cupro"),
                    Feature.of("Fit", "Relaxed"),
                    Feature.of("Pockets", "Two, with flaps"),
                    Feature.of("Cloth", "Brushed flannel"),
                    Feature.of("Fastening", "Horn toggles"),
                    Feature.of("Collar", "Grandfather's"),
                    Feature.of("Cloth", "Washed linen"),
                    Feature.of("Seams", "Flat-felled"),
                    Feature.of("Fit", "Tailored"),
                    Feature.bare("Water repellent"),
                    Feature.of("Cuffs", "Ribbed"),
                    Feature.of("Cloth", "12 oz denim"),
                    Feature.of("Lining", "None"),
                    Feature.of("Fastening", "Two-way zip"),
                    Feature.of("Length", "33\" inside leg"),
                    Feature.of("Cloth", "Crêpe"),
                    Feature.of("Pockets", "One, hidden"),
                    Feature.bare("Reversible"),
                    Feature.of("Fit", "Cropped")));

    static final Department FOOTWEAR = new Department(
            IntStream.rangeClosed(14, 24)
                    .mapToObj(halves -> Text.quoted(halves % 2 == 0 ? "" + halves / 2 : halves / 2 + ".5"))
                    .toList(),
            List.of(
                    Feature.of("Outsole", "Crepe rubber"),
                    Feature.of("Upper", "Full-grain calf"),
                    Feature.of("Insole", "Cork"),
                    Feature.of("Welt", "Stitched"),
                    Feature.of("Laces", "Waxed cotton"),
                    Feature.of("Outsole", "Commando"),
                    Feature.of("Upper", "Suede"),
                    Feature.of("Heel", "Stacked, 20 mm"),
                    Feature.bare("Resoleable"),
                    Feature.of("Insole", "Felt"),
                    Feature.of("Upper", "Recycled mesh"),
                    Feature.of("Laces", "Elastic"),
                    Feature.of("Tongue", "Gusseted")));

    static final Department ACCESSORIES = new Department(
            List.of(Text.quoted("One Size")),
            List.of(
                    Feature.of("Material", "Bridle leather"),
                    Feature.of("Buckle", "Solid brass"),
                    Feature.of("Made in", "A workshop of four"),
                    Feature.of("Material", "Merino"),
                    Feature.of("Edge", "Hand-rolled"),
                    Feature.bare("Polarised"),
                    Feature.of("Hinges", "Five-barrel"),
                    Feature.of("Material", "Waxed canvas"),
                    Feature.of("Strap", "Adjustable"),
                    Feature.of("Brim", "Stitched, 60 mm"),
                    Feature.of("Closure", "Magnet"),
                    Feature.of("Frame", "Cellulose acetate"),
                    Feature.bare("Gift box")));

    /** A category, and the noun in the names of its products. */
    record Category(Text name, Text noun, Department department) {}

    /** The 28 categories. */
    static final List<Category> CATEGORIES = categories();

    private static List<Category> categories() {
        List<Category> categories = new ArrayList<>();
        add(categories, CLOTHING, "Blazers:Blazer", "Trousers:Trousers", "Shirts:Shirt", "Knitwear:Jumper");
        add(categories, CLOTHING, "Dresses:Dress", "Skirts:Skirt", "Coats:Overcoat", "Hoods:Hoodie", "Shorts:Shorts");
        add(categories, CLOTHING, "Blouses:Blouse", "Suits:Suit", "Rainwear:Mac", "Leggings:Leggings", "Denim:Jeans");
        add(categories, CLOTHING, "Nightwear:Pyjamas", "Swimwear:Trunks", "Waistcoats:Waistcoat");
        add(categories, FOOTWEAR, "Trainers:Trainers", "Boots:Boots", "Sandals:Sandals", "Loafers:Loafers");
        add(categories, FOOTWEAR, "Brogues:Brogues", "Slippers:Slippers");
        add(
                categories,
                ACCESSORIES,
                "Eyewear:Spectacles",
                "Belts:Belt",
                "Bags:Satchel",
                "Hats:Fedora",
                "Scarves:Scarf");
        return List.copyOf(categories);
    }

    private static void add(List<Category> categories, Department department, String... namesAndNouns) {
        for (String both : namesAndNouns) {
            int colon = both.indexOf(':');
            Text name = Text.quoted(both.substring(0, colon));
            categories.add(new Category(name, Text.piece(both.substring(colon + 1)), department));
        }
    }
}
