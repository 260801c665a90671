package dev.holdfast.etcd;

import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The watches of a fake etcd: what happened at one revision is told in one response. */
final class FakeWatches extends WatchGrpc.WatchImplBase {

    private final Object lock;
    private final FakeStore store;
    private final List<Stream> streams = new ArrayList<>();
    private boolean isMute;
    private int told;
    private int created;

    /** @param lock guards this and the store */
    FakeWatches(Object lock, FakeStore store) {
        this.lock = lock;
        this.store = store;
    }

    /** Tells what has happened since. */
    void changed() {
        List<Event> fresh = List.copyOf(store.history()
                .subList(Math.min(told, store.history().size()), store.history().size()));
        told = store.history().size();
        List.copyOf(streams).forEach(stream -> stream.tell(fresh));
    }

    /** The history begins anew: nothing of it was told. */
    void forget() {
        told = store.history().size();
    }

    /** Answers creations and tells no event at all, from now on; what was missed arrives on the next stream only. */
    void mute(boolean muted) {
        isMute = muted;
    }

    void breakStreams() {
        List<Stream> all = List.copyOf(streams);
        streams.clear();
        all.forEach(stream -> stream.out.onError(Status.UNAVAILABLE.asRuntimeException()));
    }

    /** Ends every watch with the word that its history is compacted. */
    void cancelAsCompacted() {
        streams.forEach(Stream::cancelAsCompacted);
    }

    int count() {
        return streams.stream().mapToInt(stream -> stream.watchers.size()).sum();
    }

    int created() {
        return created;
    }

    @Override
    public StreamObserver<WatchRequest> watch(StreamObserver<WatchResponse> out) {
        synchronized (lock) {
            Stream stream = new Stream(out);
            streams.add(stream);
            return stream;
        }
    }

    private final class Stream implements StreamObserver<WatchRequest> {

        private final StreamObserver<WatchResponse> out;
        private final Map<Long, WatchCreateRequest> watchers = new LinkedHashMap<>();

        Stream(StreamObserver<WatchResponse> out) {
            this.out = out;
        }

        @Override
        public void onNext(WatchRequest request) {
            synchronized (lock) {
                if (!streams.contains(this)) {
                    return;
                }
                if (request.hasCreateRequest()) {
                    create(request.getCreateRequest());
                } else if (request.hasCancelRequest()) {
                    watchers.remove(request.getCancelRequest().getWatchId());
                }
            }
        }

        private void create(WatchCreateRequest request) {
            long id = request.getUnknownFields().getField(7).getVarintList().get(0);
            created++;
            out.onNext(response(id).setCreated(true).build());
            long start = request.getStartRevision();
            if (start > 0 && start <= store.compacted()) {
                out.onNext(response(id)
                        .setCanceled(true)
                        .setCompactRevision(store.compacted())
                        .build());
                return;
            }
            watchers.put(id, request);
            if (start > 0) {
                tell(
                        id,
                        request,
                        store.history().stream()
                                .filter(event -> event.getKv().getModRevision() >= start)
                                .toList());
            }
        }

        void tell(List<Event> events) {
            watchers.forEach((id, request) -> tell(id, request, events));
        }

        private void tell(long id, WatchCreateRequest request, List<Event> events) {
            Map<Long, WatchResponse.Builder> byRevision = new LinkedHashMap<>();
            events.stream()
                    .filter(event -> !isMute && isWanted(request, event))
                    .forEach(event -> byRevision
                            .computeIfAbsent(event.getKv().getModRevision(), none -> response(id))
                            .addEvents(event));
            byRevision.values().forEach(response -> out.onNext(response.build()));
        }

        private boolean isWanted(WatchCreateRequest request, Event event) {
            return store.isWatched(event, request.getKey(), request.getRangeEnd())
                    && (event.getType() == Event.EventType.DELETE || request.getFiltersCount() == 0);
        }

        void cancelAsCompacted() {
            watchers.keySet()
                    .forEach(id -> out.onNext(response(id)
                            .setCanceled(true)
                            .setCompactRevision(Math.max(1, store.compacted()))
                            .build()));
            watchers.clear();
        }

        private WatchResponse.Builder response(long id) {
            return WatchResponse.newBuilder().setHeader(store.header()).setWatchId(id);
        }

        @Override
        public void onError(Throwable error) {
            onCompleted();
        }

        @Override
        public void onCompleted() {
            synchronized (lock) {
                streams.remove(this);
            }
        }
    }
}
