package atelier.perf.traffic;

import atelier.perf.settings.Mix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The visits of a run. The proportions are those published for the legacy API's frontends: 43 % product, 43 % styles, 7 % related,
 * 7 % list. A few requests are for unknown products, or conditional. Used by one thread at a time.
 */
public final class Visitors {
    /** The share of pages that begin with a list. */
    private static final double LIST_ON_PAGE = 0.9;

    private static final double UNKNOWN = 0.01;
    private static final double CONDITIONAL = 0.05;
    /** One visitor in this many writes. */
    private static final double WRITING = 0.02;

    /** The numbers of reviews and questions that frontends request. */
    private static final int[] REVIEW_COUNTS = {2, 5, 20, 100};

    private static final int[] QUESTION_COUNTS = {4, 5, 100};

    private static final int FEW = 5;
    /** Most frontends show the answers that come with the questions; some request those of the first questions. */
    static final int ANSWERS_PER_PAGE = 2;

    /** The page sizes that frontends request. */
    private static final int[] LIST_COUNTS = {5, 5, 5, 100};
    /** Most visits are to the first page; deeper pages are rarer. */
    private static final int DEEPEST_PAGE = 20;

    private final Catalogue catalogue;
    private final IntSupplier ids;
    private final EntityTags entityTags;
    private final Random random;

    public Visitors(Catalogue catalogue, IntSupplier ids, EntityTags entityTags, long seed) {
        this.catalogue = catalogue;
        this.ids = ids;
        this.entityTags = entityTags;
        this.random = new Random(seed);
    }

    /**
     * Returns the expected number of requests of a visit.
     *
     * @param related the number of related products
     */
    public static double requestsPerVisit(Mix mix, double related) {
        double products = LIST_ON_PAGE + 3 + 2 * related;
        double page = products + 3 + related + ANSWERS_PER_PAGE / 2.0;
        return switch (mix) {
            case FLAT -> 1;
            case PRODUCTS -> products;
            case READS -> page;
            case PAGES -> page + 2 * WRITING;
        };
    }

    /** Returns the routes that visits of a mix request. */
    public static Set<Route> routes(Mix mix) {
        return switch (mix) {
            case FLAT, PRODUCTS -> EnumSet.range(Route.LIST, Route.RELATED);
            case READS -> EnumSet.range(Route.LIST, Route.ANSWERS);
            case PAGES -> EnumSet.complementOf(EnumSet.of(Route.VOTE_QUESTION, Route.VOTE_ANSWER));
        };
    }

    /** Returns a visit of a mix. */
    public Visit visit(Mix mix) {
        return switch (mix) {
            case PAGES -> page(true);
            case READS -> page(false);
            case PRODUCTS -> products();
            case FLAT -> single();
        };
    }

    /**
     * Returns the visit of a whole product page, as a frontend shows it: what {@link #products} requests, and the ratings, reviews,
     * questions and answers. One visitor in fifty writes something, and reads it back.
     *
     * @param writes whether visitors may write
     */
    public Visit page(boolean writes) {
        Random dice = new Random(random.nextLong());
        int id = ids.getAsInt();
        List<Call> calls = productCalls(id, dice);
        calls.add(Call.meta(id));
        calls.add(Call.reviews(id, REVIEW_COUNTS[dice.nextInt(REVIEW_COUNTS.length)]));
        calls.add(Call.questions(id, QUESTION_COUNTS[dice.nextInt(QUESTION_COUNTS.length)]));
        List<Visit.Wave> later = new ArrayList<>();
        later.add(new Visit.Wave(Duration.ZERO, found -> {
            List<Call> cards = cards(found.related(), dice);
            found.related().forEach(card -> cards.add(Call.meta(card)));
            found.questions().stream()
                    .limit(dice.nextInt(ANSWERS_PER_PAGE + 1))
                    .forEach(question -> cards.add(Call.answers(id, question)));
            return cards;
        }));
        if (writes && dice.nextDouble() < WRITING) {
            later.addAll(ShopperWrite.waves(id, dice));
        }
        return new Visit(calls, later);
    }

    /**
     * Returns the visit with only the product requests of a page: the product, its styles and its related products, and then their details.
     */
    public Visit products() {
        // Second waves run in the order of responses. With its own random numbers per visit, equal seeds still give
        // equal
        // requests.
        Random dice = new Random(random.nextLong());
        int id = ids.getAsInt();
        List<Call> calls = productCalls(id, dice);
        return new Visit(calls, List.of(new Visit.Wave(Duration.ZERO, found -> cards(found.related(), dice))));
    }

    private List<Call> productCalls(int id, Random dice) {
        List<Call> calls = new ArrayList<>();
        if (dice.nextDouble() < LIST_ON_PAGE) {
            calls.add(mostly(list(dice), dice));
        }
        calls.add(mostly(Call.product(id), dice));
        calls.add(mostly(Call.styles(id), dice));
        calls.add(Call.related(id));
        return calls;
    }

    /** Returns the calls for the cards of related products. */
    private List<Call> cards(List<Integer> related, Random dice) {
        List<Call> calls = new ArrayList<>();
        for (int id : related) {
            calls.add(mostly(Call.product(id), dice));
            calls.add(mostly(Call.styles(id), dice));
        }
        return calls;
    }

    /** Returns a visit with a single request. */
    public Visit single() {
        int id = ids.getAsInt();
        double share = random.nextDouble();
        Call call = share < 0.43
                ? Call.product(id)
                : share < 0.86 ? Call.styles(id) : share < 0.93 ? Call.related(id) : list(random);
        return new Visit(mostly(call, random));
    }

    /** Returns a visit with one request of every share of a mix, and every kind of frequent write, for short runs. */
    public Visit tour(Mix mix) {
        int id = ids.getAsInt();
        List<Call> calls = new ArrayList<>();
        for (Call call : List.of(Call.product(id), Call.styles(id), Call.related(id))) {
            calls.add(call);
            calls.add(missing(call.route(), random));
        }
        calls.add(list(random));
        if (!routes(mix).contains(Route.META)) {
            return new Visit(calls, List.of());
        }
        calls.addAll(List.of(Call.meta(id), Call.reviews(id, FEW), Call.questions(id, FEW)));
        List<Visit.Wave> later = new ArrayList<>();
        later.add(new Visit.Wave(
                Duration.ZERO,
                found -> found.questions().stream()
                        .limit(1)
                        .map(question -> Call.answers(id, question))
                        .toList()));
        if (mix == Mix.PAGES) {
            later.addAll(ShopperWrite.tour(id, random));
        }
        return new Visit(calls, later);
    }

    /**
     * Returns the eight requests of the original system's load test, one after the other. In a catalogue with fewer than 1,000,011
     * products they use the products at the same relative positions.
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

    /** Replaces a small share of the calls by a call for an unknown product, or by a conditional one. */
    private Call mostly(Call call, Random dice) {
        double share = dice.nextDouble();
        if (share < UNKNOWN && call.route() != Route.LIST) {
            return missing(call.route(), dice);
        }
        String etag = share < UNKNOWN + CONDITIONAL ? entityTags.etag(call.path()) : null;
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
