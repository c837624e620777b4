package atelier.load;

import com.carrotsearch.hppc.IntArrayList;
import com.carrotsearch.hppc.IntIntHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A few numbers for each id. Ids lie in blocks of neighbours, so a number takes four bytes if the ids are dense, as those
 * of the published files are. A hash map would take four times as much, and an import of all files would not fit into
 * 256 MiB.
 */
public final class NumbersById {
    private static final int BLOCK_BITS = 5;
    private static final int BLOCK = 1 << BLOCK_BITS;
    private static final int CHUNK_BITS = 10;
    private static final int NONE = -1;

    private final int width;
    /** By the higher bits of an id: the number of its block. */
    private final IntIntHashMap blocks = new IntIntHashMap();
    /** The blocks, in groups that need not be copied when their number grows. */
    private final List<int[]> chunks = new ArrayList<>();

    private int lastKey = NONE;
    private int lastBlock = NONE;

    /** @param width how many numbers an id has; all are 0 at first */
    public NumbersById(int width) {
        this.width = width;
    }

    public int get(int id, int place) {
        int block = block(id >> BLOCK_BITS);
        return block == NONE ? 0 : chunks.get(block >> CHUNK_BITS)[index(block, id, place)];
    }

    public void add(int id, int place, int amount) {
        int block = existingBlock(id >> BLOCK_BITS);
        chunks.get(block >> CHUNK_BITS)[index(block, id, place)] += amount;
    }

    void set(int id, int place, int value) {
        int block = existingBlock(id >> BLOCK_BITS);
        chunks.get(block >> CHUNK_BITS)[index(block, id, place)] = value;
    }

    /** Returns the ids that have another number than 0, ascending. */
    public int[] ids() {
        int[] keys = blocks.keys().toArray();
        Arrays.sort(keys);
        IntArrayList ids = new IntArrayList();
        for (int key : keys) {
            for (int i = 0; i < BLOCK; i++) {
                int id = (key << BLOCK_BITS) + i;
                if (hasNumber(id)) {
                    ids.add(id);
                }
            }
        }
        return ids.toArray();
    }

    private boolean hasNumber(int id) {
        for (int place = 0; place < width; place++) {
            if (get(id, place) != 0) {
                return true;
            }
        }
        return false;
    }

    private int index(int block, int id, int place) {
        int blockInChunk = block & ((1 << CHUNK_BITS) - 1);
        return ((blockInChunk << BLOCK_BITS) + (id & (BLOCK - 1))) * width + place;
    }

    private int block(int key) {
        if (key != lastKey) {
            lastKey = key;
            lastBlock = blocks.getOrDefault(key, NONE);
        }
        return lastBlock;
    }

    private int existingBlock(int key) {
        if (block(key) == NONE) {
            lastBlock = blocks.size();
            blocks.put(key, lastBlock);
            if (lastBlock >> CHUNK_BITS == chunks.size()) {
                chunks.add(new int[(BLOCK * width) << CHUNK_BITS]);
            }
        }
        return lastBlock;
    }
}
