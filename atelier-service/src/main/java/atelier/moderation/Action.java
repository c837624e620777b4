package atelier.moderation;

import java.util.List;
import java.util.Locale;

/** An action on reviews, questions or answers. */
enum Action {
    /** Shows them again. */
    RESTORE("restored") {
        @Override
        void apply(ModeratedDao dao, int product, Integer[] ids) {
            dao.restore(ids);
        }

        @Override
        String before(Content content) {
            return "{\"reported\": true}";
        }

        @Override
        String after() {
            return "{\"reported\": false}";
        }
    },
    DELETE("deleted") {
        @Override
        void apply(ModeratedDao dao, int product, Integer[] ids) {
            dao.delete(product, ids);
        }

        @Override
        String before(Content content) {
            return content.json();
        }

        @Override
        String after() {
            return "null";
        }
    };

    static final List<String> WORDS = List.of(RESTORE.word(), DELETE.word());

    private final String past;

    Action(String past) {
        this.past = past;
    }

    abstract void apply(ModeratedDao dao, int product, Integer[] ids);

    /** Returns what the audit record shows as the state before. */
    abstract String before(Content content);

    abstract String after();

    String past() {
        return past;
    }

    /** Returns the name in requests. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
