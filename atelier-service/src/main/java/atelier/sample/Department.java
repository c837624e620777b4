package atelier.sample;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Goods with the same sizes and features; all departments together have 46 distinct pairs of feature and value. */
record Department(String name, List<Text> sizes, List<Feature> features, List<Text> characteristics) {
    /** A feature of a product, with its value. */
    record Feature(String label, Text name, Text value) {
        static Feature of(String name, String value) {
            return new Feature(name + "=" + value, Text.quoted(name), Text.quoted(value));
        }

        static Feature bare(String name) {
            return new Feature(name, Text.quoted(name), Text.NULL);
        }
    }

    static final Department CLOTHING = new Department(
            "clothing",
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
                    Feature.of("Fit", "Cropped")),
            List.of(Text.quoted("Fit"), Text.quoted("Length"), Text.quoted("Comfort"), Text.quoted("Quality")));

    static final Department FOOTWEAR = new Department(
            "footwear",
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
                    Feature.of("Tongue", "Gusseted")),
            List.of(Text.quoted("Size"), Text.quoted("Width"), Text.quoted("Comfort"), Text.quoted("Quality")));

    static final Department ACCESSORIES = new Department(
            "accessories",
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
                    Feature.bare("Gift box")),
            List.of(Text.quoted("Quality")));

    /**
     * A category.
     *
     * @param word the noun in the names of its products
     * @param slug the same noun in the names of pictures
     * @param parts which sentences of reviews suit its products, beside those of the department
     */
    record Category(Text name, String word, Text noun, Text slug, Department department, List<String> parts) {}

    /** The 28 categories. */
    static final List<Category> CATEGORIES = Stream.of(
                    category("Blazers", "Blazer", CLOTHING, "upper"),
                    category("Trousers", "Trousers", CLOTHING, "lower"),
                    category("Shirts", "Shirt", CLOTHING, "upper"),
                    category("Knitwear", "Jumper", CLOTHING, "upper"),
                    category("Dresses", "Dress", CLOTHING),
                    category("Skirts", "Skirt", CLOTHING, "lower"),
                    category("Coats", "Overcoat", CLOTHING, "upper"),
                    category("Hoods", "Hoodie", CLOTHING, "upper"),
                    category("Shorts", "Shorts", CLOTHING, "lower"),
                    category("Blouses", "Blouse", CLOTHING, "upper"),
                    category("Suits", "Suit", CLOTHING, "upper", "lower"),
                    category("Rainwear", "Mac", CLOTHING, "upper"),
                    category("Leggings", "Leggings", CLOTHING, "lower"),
                    category("Denim", "Jeans", CLOTHING, "lower"),
                    category("Nightwear", "Pyjamas", CLOTHING, "lower"),
                    category("Swimwear", "Trunks", CLOTHING),
                    category("Waistcoats", "Waistcoat", CLOTHING),
                    category("Trainers", "Trainers", FOOTWEAR),
                    category("Boots", "Boots", FOOTWEAR),
                    category("Sandals", "Sandals", FOOTWEAR),
                    category("Loafers", "Loafers", FOOTWEAR),
                    category("Brogues", "Brogues", FOOTWEAR),
                    category("Slippers", "Slippers", FOOTWEAR),
                    category("Eyewear", "Spectacles", ACCESSORIES),
                    category("Belts", "Belt", ACCESSORIES),
                    category("Bags", "Satchel", ACCESSORIES),
                    category("Hats", "Fedora", ACCESSORIES),
                    category("Scarves", "Scarf", ACCESSORIES))
            .toList();

    private static Category category(String name, String noun, Department department, String... parts) {
        List<String> all =
                Stream.concat(Stream.of(department.name), Stream.of(parts)).toList();
        Text slug = Text.piece(noun.toLowerCase(Locale.ROOT));
        return new Category(Text.quoted(name), noun, Text.piece(noun), slug, department, all);
    }
}
