package atelier.question.load;

import atelier.bytes.GrowingBytes;
import atelier.load.Column;
import atelier.load.CopyRows;
import atelier.load.CsvTable;
import atelier.load.Dataset;
import atelier.load.JsonTemplate;
import atelier.load.LoadedIds;
import atelier.load.NumbersById;
import atelier.load.Records;
import atelier.load.RowSpill;
import atelier.load.RowValues;
import atelier.load.SortedRecords;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives each question the JSON of its answers, as {@code shop.shown_answers} does. Both go to a temporary file; the questions are copied
 * into their table when all answers are read.
 */
final class QuestionLoad implements Dataset.Precomputation {
    /** A question with more answers, or with a longer JSON of them, has null: they are looked up. */
    private static final int MOST_ANSWERS = 20;

    private static final int LONGEST_JSON = 3_000;

    /** They take about four megabytes with their answers. */
    private static final int QUESTIONS_IN_MEMORY = 8_192;

    /** The kinds of records. */
    private static final int QUESTION = 0;

    private static final int ANSWER = 1;

    private static final Column REPORTED = Questions.ANSWER.column("reported");
    private static final Column PHOTOS = Questions.ANSWER.column("photos");

    private static final JsonTemplate JSON = new JsonTemplate(
            Questions.ANSWER,
            "\"$id\":{\"id\":$id,\"body\":$body,\"date\":$date_written,\"answerer_name\":$answerer_name,"
                    + "\"helpfulness\":$helpful,\"photos\":[$photos]}");

    private final RowSpill spill;
    private final Records record = new Records();
    private final GrowingBytes json = new GrowingBytes(LONGEST_JSON);
    /** By question: the bytes of its answers' JSON, without commas. More than {@link #LONGEST_JSON} if it gets none. */
    private final NumbersById lengths = new NumbersById(1);

    QuestionLoad(LoadedIds questions) throws IOException {
        spill = new RowSpill(questions, QUESTIONS_IN_MEMORY);
    }

    @Override
    public void add(CsvTable table, RowValues row, CopyRows copy) throws IOException {
        if (table == Questions.QUESTION) {
            record.clear();
            copy.addFieldsTo(record.begin(row.id(), QUESTION, 0));
            record.end();
            spill.add(record);
        } else if (table == Questions.ANSWER && row.number(REPORTED) == 0) {
            addAnswer(row);
        }
    }

    private void addAnswer(RowValues answer) throws IOException {
        int question = answer.parent();
        int length = lengths.get(question, 0);
        if (length > LONGEST_JSON) {
            return;
        }
        if (answer.isNothing(PHOTOS)) {
            lengths.add(question, 0, LONGEST_JSON + 1);
            return;
        }
        record.clear();
        JSON.write(answer, record.begin(question, ANSWER, answer.id()));
        int more = record.end();
        lengths.add(question, 0, more);
        if (length + more <= LONGEST_JSON) {
            spill.add(record);
        }
    }

    @Override
    public void endTable(CsvTable table) throws IOException {
        if (table == Questions.QUESTION) {
            spill.divide();
        }
    }

    @Override
    public void copy(Connection connection) throws IOException, SQLException {
        List<String> columns = new ArrayList<>(Questions.QUESTION.copyColumns());
        columns.add("answers");
        CopyRows.send(connection, Questions.DATASET.nextSchema() + "." + Questions.QUESTION.table(), columns, rows -> {
            for (RowSpill.Batch batch : spill.batches()) {
                addQuestions(batch, rows);
            }
        });
    }

    private void addQuestions(RowSpill.Batch batch, CopyRows rows) throws IOException, SQLException {
        GrowingBytes bytes = spill.records(batch);
        SortedRecords records = new SortedRecords(batch.ids(), bytes.array(), bytes.length());
        for (int i = 0; i < batch.ids().length; i++) {
            int question = records.start(i);
            int answers = question + 1;
            int end = records.end(i);
            rows.begin().fields(records.content(question));
            if (lengths.get(batch.ids()[i], 0) > LONGEST_JSON || end - answers > MOST_ANSWERS) {
                rows.nothing();
            } else {
                json.clear();
                records.addTo(json, answers, end);
                rows.bytes(json.array(), 0, json.length());
            }
            rows.end();
        }
    }

    @Override
    public void close() throws IOException {
        spill.close();
    }
}
