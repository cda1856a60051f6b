using Jarvis.Actors;
using Jarvis.Conformance.Hosts;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Tasks;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jarvis.Core.Tests.Models;

public sealed class ModelActorTests : IDisposable
{
    private static readonly ModelCard Card = ListedModels.Card("m", TaskTypes.TextGeneration) with { Concurrency = 1, MaxBatch = int.MaxValue };

    private readonly ModelEngineOptions _options = new() { QueueCapacity = 1 };
    private readonly ScratchFolder _scratch;
    private readonly ModelActor _actor;

    public ModelActorTests()
    {
        _scratch = new ScratchFolder(_options, TimeProvider.System, NullLogger<ScratchFolder>.Instance);
        var runner = new ScriptedRunner((_, _, cancellationToken) => throw new OperationCanceledException(cancellationToken));
        var catalog = new ModelCatalog([new ListedModels([Card])], NullLogger<ModelCatalog>.Instance);
        var runners = new Dictionary<string, IModelRunner> { [runner.Name] = runner };
        _actor = new ModelActor(
            Card.Id, new ModelActorServices(new NoActors(), catalog, runners, null!, _scratch, _options, TimeProvider.System), new NoTurns(), NullLogger.Instance);
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task One_job_more_than_fits_is_refused_and_one_that_is_there_already_is_not()
    {
        await _actor.EnqueueAsync(Job(0), default);
        await _actor.EnqueueAsync(Job(1), default);

        await _actor.EnqueueAsync(Job(0), default);
        await _actor.EnqueueAsync(Job(1), default);
        var refused = await Assert.ThrowsAsync<JarvisException>(() => _actor.EnqueueAsync(Job(2), default));

        Assert.Equal((ErrorCode.Overloaded, true), (refused.Code, refused.Retryable));
    }

    [Fact]
    public async Task A_queue_has_room_again_when_a_job_that_waits_is_cancelled()
    {
        await _actor.EnqueueAsync(Job(0), default);
        await _actor.EnqueueAsync(Job(1), default);

        await _actor.CancelAsync(Job(1).Id, default);
        await _actor.CancelAsync(Job(1).Id, default);

        await _actor.EnqueueAsync(Job(2), default);
    }

    private static ModelJob Job(int task) =>
        new(new AttemptId(TaskId.Parse($"local/c/1/{task}"), 0, 1), TaskTypes.TextGeneration, DateTimeOffset.MaxValue);

    /// <summary>Turns that never come: the batch that runs never ends for the actor.</summary>
    private sealed class NoTurns : IActorTurns
    {
        public void Post(Func<Task> turn)
        {
        }

        public IDisposable PostAfter(TimeSpan delay, Func<Task> turn) => throw new NotSupportedException();

        public void Rest() => throw new NotSupportedException();
    }

    private sealed class NoActors : IActorDirectory
    {
        public IConversationActor Conversation(ConversationId id) => throw new NotSupportedException();

        public ITaskActor Task(TaskId id) => throw new NotSupportedException();

        public IModelActor Model(ModelId id) => throw new NotSupportedException();
    }
}
