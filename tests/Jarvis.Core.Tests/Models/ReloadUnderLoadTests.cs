using Jarvis.Core.Tests.Models.Replicas;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Tasks;

namespace Jarvis.Core.Tests.Models;

/// <summary>Many callers at once while cards change and models push each other out of memory.</summary>
public sealed class ReloadUnderLoadTests
{
    private const int Callers = 24;
    private const int Requests = 12_000;
    private const int BetweenChanges = 60;
    private const long Budget = 100;

    [Fact]
    public async Task No_request_fails_of_twelve_thousand_while_cards_change_and_models_make_room_for_each_other()
    {
        var runner = new NumberedRunner(Budget);
        // Two or three of the five fit beside each other, and "a" may have three replicas.
        ModelCard[] cards =
        [
            Card("a", 20) with { Replicas = new ReplicaRange(1, 3), MaxBatch = 4 }, Card("b", 40), Card("c", 40), Card("d", 30) with { Concurrency = 2 }, Card("e", 30),
        ];
        await using var desk = new EngineDesk(
            options => (options.ReplicaCoolDown, options.ReplicaLowFor) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(200)), runner, cards);
        runner.Script = (model, batch, token) =>
        {
            desk.Time.Advance(TimeSpan.FromMilliseconds(1));
            return NumberedRunner.EchoAsync(model, batch, token);
        };
        var (next, done, changes, failures) = (-1, 0, 0, 0);

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(CallAsync))).WaitAsync(EngineDesk.Patience);

        Assert.Equal((Requests, 0), (done, failures));
        Assert.Empty(runner.Wrong);
        // What was loaded of one card more than once had been sent away in between, or was a further replica.
        var loads = runner.Models.Values.GroupBy(model => (model.Card.Id, model.Card.Description)).ToList();
        var reloads = loads.Count - cards.Length;
        var evictions = loads.Where(same => same.Key.Id.Value != "a").Sum(same => same.Count() - 1);
        Assert.True(changes >= Requests / BetweenChanges / 2, $"Only {changes} cards changed.");
        Assert.True(reloads >= 40, $"Only {reloads} cards were loaded anew.");
        Assert.True(evictions >= 100, $"Only {evictions} models were sent away and came again.");

        async Task CallAsync()
        {
            while (Interlocked.Increment(ref next) is var number && number < Requests)
            {
                if (number % BetweenChanges == BetweenChanges - 1)
                {
                    var card = cards[number / BetweenChanges % cards.Length];
                    desk.Catalog.Change(card with { Description = $"version {number}" });
                    Interlocked.Increment(ref changes);
                }

                // In runs of the same model, as conversations are; a run is over when its callers move on to the next.
                var turn = (number / 20) + (number % 7 == 0 ? 1 : 0);
                var end = await AskAsync(cards[turn % cards.Length].Id);
                Interlocked.Increment(ref done);
                Interlocked.Add(ref failures, end is AttemptSucceeded ? 0 : 1);
            }
        }

        async Task<AttemptReport> AskAsync(ModelId model)
        {
            var ended = new TaskCompletionSource<AttemptReport>(TaskCreationOptions.RunContinuationsAsynchronously);
            await desk.Engine.EnqueueAsync(
                model,
                desk.Job(),
                report =>
                {
                    if (report is AttemptSucceeded or AttemptFailed && !ended.TrySetResult(report))
                    {
                        runner.Wrong.Enqueue("A request ended twice.");
                    }
                },
                default);
            return await ended.Task;
        }
    }

    private static ModelCard Card(string id, long bytes) => EngineDesk.Card(id, bytes);
}
