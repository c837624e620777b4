package atelier.write.shopper;

import java.util.concurrent.CompletableFuture;

/** What a route does that counts votes of one kind. */
public final class Votes implements ShopperRoute.Action {
    private final String thing;
    private final BatchedWrites<Integer> votes;

    /**
     * Creates a kind of votes, which share statements.
     *
     * @param thing what they are for, as in the messages of its route
     */
    public Votes(String thing, VoteStatement statement, ShopperStatements statements) {
        this.thing = thing;
        this.votes = statements.batched(statement);
    }

    @Override
    public CompletableFuture<ShopperReply> respond(ShopperRequest request) {
        int id = request.id(thing);
        return votes.write(id).thenApply(counted -> {
            if (!counted) {
                throw new RefusedException(404, "There is no " + thing + " " + id);
            }
            return ShopperReply.NO_CONTENT;
        });
    }
}
