package atelier.perf.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The visitors of a run. The proportions are those that were published for the legacy API's frontends: 43 % product, 43 % styles,
 * 7 % related, 7 % list. A few ask for a product that does not exist, or only whether it has changed. Used by one thread at a time.
 */
public final class Visitors {
    /** How many pages of a hundred begin with a list. */
    public static final double LIST_ON_PAGE = 0.9;

    private static final double UNKNOWN = 0.01;
    private static final double CONDITIONAL = 0.05;
    /** What frontends ask of a list. */
    private static final int[] LIST_COUNTS = {5, 5, 5, 100};
    /** Most visitors see the first page; deeper ones are rarer. */
    private static final int DEEPEST_PAGE = 20;

    private final Catalogue catalogue;
    private final IntSupplier ids;
    private final KnownAnswers knownAnswers;
    private final Random random;

    public Visitors(Catalogue catalogue, IntSupplier ids, KnownAnswers knownAnswers, long seed) {
        this.catalogue = catalogue;
        this.ids = ids;
        this.knownAnswers = knownAnswers;
        this.random = new Random(seed);
    }

    /** The burst of a product page: the product, its styles and its related products at once, and then what these look like. */
    public Visit page() {
        // Second waves run when answers come, in any order: each visit has its own dice, so that equal seeds ask for
        // equal products.
        Random dice = new Random(random.nextLong());
        int id = ids.getAsInt();
        List<Call> calls = new ArrayList<>();
        if (dice.nextDouble() < LIST_ON_PAGE) {
            calls.add(mostly(list(dice), dice));
        }
        calls.add(mostly(Call.product(id), dice));
        calls.add(mostly(Call.styles(id), dice));
        calls.add(Call.related(id));
        return new Visit(calls, related -> cards(related, dice));
    }

    /** The cards of the related products below a page. */
    private List<Call> cards(List<Integer> related, Random dice) {
        List<Call> calls = new ArrayList<>();
        for (int id : related) {
            calls.add(mostly(Call.product(id), dice));
            calls.add(mostly(Call.styles(id), dice));
        }
        return calls;
    }

    /** A single request. */
    public Visit single() {
        int id = ids.getAsInt();
        double kind = random.nextDouble();
        Call call = kind < 0.43
                ? Call.product(id)
                : kind < 0.86 ? Call.styles(id) : kind < 0.93 ? Call.related(id) : list(random);
        return new Visit(mostly(call, random));
    }

    /** One request of every kind, so that even the shortest run has made each of them. */
    public Visit tour() {
        int id = ids.getAsInt();
        List<Call> calls = new ArrayList<>();
        for (Call call : List.of(Call.product(id), Call.styles(id), Call.related(id))) {
            calls.add(call);
            calls.add(missing(call.route(), random));
        }
        calls.add(list(random));
        return new Visit(calls, related -> List.of());
    }

    /**
     * The eight requests that the original system was load-tested with, one after the other. Where the catalogue is smaller than its
     * 1,000,011 products, the products at the same places in it.
     */
    public Supplier<Visit> original() {
        List<Call> calls = List.of(
                Call.list(1, Math.min(5, catalogue.products()), catalogue.idNear(1)),
                Call.product(catalogue.idNear(1)),
                Call.product(catalogue.idNear(454_755)),
                Call.product(catalogue.idNear(999_999)),
                Call.styles(catalogue.idNear(700_000)),
                Call.styles(catalogue.idNear(999_999)),
                Call.related(catalogue.idNear(700_000)),
                Call.related(catalogue.idNear(999_999)));
        AtomicInteger next = new AtomicInteger();
        return () -> new Visit(calls.get(Math.floorMod(next.getAndIncrement(), calls.size())));
    }

    private Call list(Random dice) {
        int count = LIST_COUNTS[dice.nextInt(LIST_COUNTS.length)];
        int pages = Math.max(1, catalogue.products() / count);
        int page = 1 + (int) (Math.min(DEEPEST_PAGE, pages) * Math.pow(dice.nextDouble(), 3));
        return Call.list(page, Math.min(count, catalogue.products()), catalogue.dense() ? (page - 1) * count + 1 : 0);
    }

    /** Makes a small share of the calls one for an unknown product or one by a client that knows the answer. */
    private Call mostly(Call call, Random dice) {
        double kind = dice.nextDouble();
        if (kind < UNKNOWN && call.route() != Route.LIST) {
            return missing(call.route(), dice);
        }
        String etag = kind < UNKNOWN + CONDITIONAL ? knownAnswers.etag(call.path()) : null;
        return etag == null ? call : call.unlessChangedFrom(etag);
    }

    private Call missing(Route route, Random dice) {
        int unknown = catalogue.lastId() + 1 + dice.nextInt(1000);
        return switch (route) {
            case STYLES -> Call.styles(unknown).missing();
            case RELATED -> Call.related(unknown).missing();
            default -> Call.product(unknown).missing();
        };
    }
}
