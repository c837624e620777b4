package atelier.moderation;

import java.util.Locale;
import org.jdbi.v3.core.Handle;

/** What can be moderated, in the order in which it is listed. */
enum Kind {
    REVIEW("/reviews/", ReviewModerationDao.class),
    QUESTION("/qa/questions/", QuestionModerationDao.class),
    ANSWER("/qa/answers/", AnswerModerationDao.class);

    private final String path;
    private final Class<? extends ModeratedDao> dao;

    Kind(String path, Class<? extends ModeratedDao> dao) {
        this.path = path;
        this.dao = dao;
    }

    ModeratedDao attach(Handle handle) {
        return handle.attach(dao);
    }

    /** Returns the place in audit records. */
    String place(int id) {
        return path + id;
    }

    /** Returns the name in requests, responses and messages. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
