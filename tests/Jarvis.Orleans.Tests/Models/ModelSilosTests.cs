using System.Collections.Concurrent;
using System.Collections.Immutable;
using Jarvis.Conformance;
using Jarvis.Conformance.Hosts;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Placement;
using Jarvis.Planning;
using Jarvis.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Jarvis.Orleans.Tests.Models;

/// <summary>Models on several silos: who gets which job.</summary>
public sealed class ModelSilosTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly ModelCard Card = ListedModels.Card("writer", TaskTypes.TextGeneration) with { Concurrency = 1 };

    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_batch_has_requests_of_several_conversations_and_silos_and_the_model_is_loaded_once()
    {
        const int Turns = 24;
        var runners = new SiloRunners((_, cancellationToken) => _gate.Task.WaitAsync(cancellationToken));
        await using var host = await StartAsync(runners, silos: 3, Card with { MaxBatch = Turns }, spreadAfter: TimeSpan.FromHours(1));
        var taken = new Countdown(Turns);
        foreach (var silo in host.Cluster.Silos)
        {
            host.Cluster.GetSiloServiceProvider(silo.SiloAddress).GetRequiredService<TakenJobs>().Changed += taken.Signal;
        }

        var turns = await Task.WhenAll(Enumerable.Range(0, Turns).Select(number => SubmitAsync(host, number)));
        await taken.Done.WaitAsync(Patience);
        _gate.SetResult();
        await Task.WhenAll(turns.Select(turn => host.Jarvis.ReadToEndAsync(turn, Patience)));

        var where = await host.WhereAsync();
        var mixed = runners.Batches.MaxBy(batch => batch.Conversations.Length);
        Assert.InRange(mixed.Conversations.Distinct().Count(), Turns / 2, Turns);
        Assert.Equal(3, mixed.Conversations.SelectMany(conversation => where[$"conversation/{conversation}"]).Distinct().Count());
        Assert.Single(runners.Loaded);
        Assert.Equal(Turns, runners.Batches.Sum(batch => batch.Conversations.Length));
    }

    [Fact]
    public async Task A_model_is_loaded_on_one_silo_before_it_is_asked_for_and_let_go_on_all()
    {
        var runners = new SiloRunners((_, _) => Task.CompletedTask);
        await using var host = await StartAsync(runners, silos: 2, Card, spreadAfter: TimeSpan.FromHours(1));
        var residency = host.Cluster.Client.ServiceProvider.GetRequiredService<IModelResidency>();

        await residency.LoadAsync(Card.Id, default);
        await UntilAsync(host, static replicas => replicas.Any(replica => replica.Phase is ReplicaPhase.Ready));
        await residency.UnloadAsync(Card.Id, default);
        await UntilAsync(host, static replicas => replicas.All(replica => replica.Phase is ReplicaPhase.Unloaded));

        Assert.Equal(runners.Loaded, runners.Unloaded);
        Assert.Single(runners.Loaded);
        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<JarvisException>(() => residency.UnloadAsync(new ModelId("nobody"), default))).Code);
    }

    private static async Task UntilAsync(ClusterHost host, Func<ImmutableArray<ReplicaStatus>, bool> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isSo((await host.Jarvis.ListModelsAsync(patience.Token)).Single().Replicas))
        {
            await Task.Yield();
        }
    }

    [Fact]
    public async Task A_silo_that_is_busy_gets_nothing_while_others_are_not()
    {
        string? busy = null;
        var (held, runners) = Holding(silo => Interlocked.CompareExchange(ref busy, silo, null) is null);
        await using var host = await StartAsync(runners, silos: 3, Card, spreadAfter: TimeSpan.Zero);
        var first = await SubmitAsync(host, 0);
        await held.WaitAsync(Patience);

        for (var number = 1; number <= 20; number++)
        {
            await host.Jarvis.ReadToEndAsync(await SubmitAsync(host, number), Patience);
        }

        Assert.DoesNotContain(runners.Batches.Skip(1), batch => batch.Silo == busy);
        _gate.SetResult();
        Assert.Equal(TurnStatus.Answered, Assert.IsType<TurnFinished>((await host.Jarvis.ReadToEndAsync(first, Patience))[^1]).Status);
    }

    [Fact]
    public async Task A_silo_that_refuses_is_passed_over_for_the_next_in_the_same_attempt()
    {
        var begun = new Countdown(2);
        var runners = new SiloRunners((_, cancellationToken) =>
        {
            begun.Signal();
            return _gate.Task.WaitAsync(cancellationToken);
        });
        await using var host = await StartAsync(runners, silos: 2, Card, spreadAfter: TimeSpan.FromHours(1), queue: 1);

        // One runs, one waits, and there is no room for the third where the model is loaded.
        var turns = await Task.WhenAll(Enumerable.Range(0, 3).Select(number => SubmitAsync(host, number)));
        await begun.Done.WaitAsync(Patience);
        _gate.SetResult();
        var events = await Task.WhenAll(turns.Select(turn => host.Jarvis.ReadToEndAsync(turn, Patience)));

        Assert.Equal(2, runners.Loaded.Distinct().Count());
        Assert.All(events, turn => Assert.Equal(1, turn.OfType<TaskSucceeded>().Single().Result.Attempts));
    }

    [Fact]
    public void Of_two_refusals_the_one_counts_that_says_to_come_again_and_sooner()
    {
        var never = Error.ModelUnavailable("a");
        var (late, soon) = (Busy(seconds: 9), Busy(seconds: 1));

        Assert.All([(never, late), (late, never), (null, late)], two => Assert.Same(late, ModelRouter.Sooner(two.Item1, two.Item2!)));
        Assert.All([(soon, late), (late, soon)], two => Assert.Same(soon, ModelRouter.Sooner(two.Item1, two.Item2)));

        static JarvisException Busy(int seconds) => new(ErrorCode.Overloaded, "b", retryable: true) { RetryAfter = TimeSpan.FromSeconds(seconds) };
    }

    [Fact]
    public async Task What_runs_elsewhere_is_asked_by_one_silo_whichever_silos_need_it()
    {
        var runners = new SiloRunners(static (_, _) => Task.CompletedTask);
        await using var host = await StartAsync(runners, silos: 3, Card with { Device = DeviceKind.Remote }, spreadAfter: TimeSpan.Zero);

        var turns = await Task.WhenAll(Enumerable.Range(0, 24).Select(number => SubmitAsync(host, number)));
        await Task.WhenAll(turns.Select(turn => host.Jarvis.ReadToEndAsync(turn, Patience)));

        Assert.Single(runners.Batches.Select(batch => batch.Silo).Distinct());
    }

    [Fact]
    public async Task What_holds_nothing_runs_where_it_is_asked_for()
    {
        var ran = new ConcurrentBag<(string Silo, string Conversation)>();
        await using var host = await KnownAsync(await ClusterHost.StartAsync(Setup(Card), silos: 3, (name, silo) => silo.Services.Replace(
            ServiceDescriptor.Singleton<IModelRunner>(new ScriptedRunner((card, request, cancellationToken) =>
            {
                ran.Add((name, request.Turn!.Value.Conversation.ToString()));
                return ScriptedRunner.Echo(card, request, cancellationToken);
            })))));

        for (var number = 0; number < 24; number++)
        {
            await host.Jarvis.ReadToEndAsync(await SubmitAsync(host, number), Patience);
            Assert.True(ran.TryTake(out var run));
            // At once: it may be elsewhere later.
            Assert.Contains(run.Silo, (await host.WhereAsync())[$"conversation/{run.Conversation}"]);
        }

        Assert.Empty(ran);
    }

    [Fact]
    public async Task A_silo_that_joins_is_used()
    {
        var joined = new Countdown(1);
        var (held, runners) = Holding(silo =>
        {
            if (silo == "Silo_1")
            {
                joined.Signal();
            }

            return silo == "Silo_0";
        });
        await using var host = await StartAsync(runners, silos: 1, Card, spreadAfter: TimeSpan.Zero);
        var turns = new List<TurnReceipt> { await SubmitAsync(host, 0) };
        await held.WaitAsync(Patience);

        await host.Cluster.StartAdditionalSiloAsync();
        using var patience = new CancellationTokenSource(Patience);
        while (!joined.Done.IsCompleted)
        {
            // It is known to the others, and what it is made of, a moment after it has started.
            patience.Token.ThrowIfCancellationRequested();
            turns.Add(await SubmitAsync(host, turns.Count));
            await host.Jarvis.ReadToEndAsync(turns[^1], Patience, static happened => happened is ModelChosen);
        }

        _gate.SetResult();
        await Task.WhenAll(turns.Select(turn => host.Jarvis.ReadToEndAsync(turn, Patience)));
    }

    [Fact]
    public async Task A_silo_that_stops_does_what_it_has_begun_and_takes_nothing_more()
    {
        var card = Card with { Device = DeviceKind.Cuda };
        var (held, runners) = Holding(silo => silo == "Silo_1");
        await using var host = await StartAsync(runners, silos: 2, card, spreadAfter: TimeSpan.Zero, gpus: ["Silo_1", "Silo_2"]);
        var begun = await SubmitAsync(host, 0);
        await held.WaitAsync(Patience);
        var stopping = host.Cluster.Silos.Single(silo => silo.Name == "Silo_1");
        var taken = host.Cluster.GetSiloServiceProvider(stopping.SiloAddress).GetRequiredService<TakenJobs>();
        var draining = new Countdown(1);
        taken.Changed += () =>
        {
            if (taken.IsDraining)
            {
                draining.Signal();
            }
        };

        var stopped = host.Cluster.StopSiloAsync(stopping);
        await draining.Done.WaitAsync(Patience);
        // There is no other with a GPU: it is asked, and says no.
        var more = await SubmitAsync(host, 1);
        await host.Cluster.StartAdditionalSiloAsync();
        await host.Jarvis.ReadToEndAsync(more, Patience);

        Assert.False(stopped.IsCompleted);
        Assert.Equal(["Silo_1", "Silo_2"], runners.Batches.Select(batch => batch.Silo));
        _gate.SetResult();
        var ended = Assert.IsType<TaskSucceeded>((await host.Jarvis.ReadToEndAsync(begun, Patience)).Single(happened => happened is TaskSucceeded));
        await stopped.WaitAsync(Patience);
        Assert.Equal(1, ended.Result.Attempts);
        Assert.Equal(2, runners.Batches.Count);
    }

    /// <summary>Every model is called on every silo, whatever a router would say.</summary>
    [Fact]
    public async Task Of_a_thousand_activations_of_models_none_is_on_a_silo_that_lacks_the_hardware()
    {
        var random = new Random(3);
        ImmutableArray<ModelCard> cards =
        [
            .. Enumerable.Range(0, 300).Select(number => ListedModels.Card($"m{number}", TaskTypes.TextGeneration) with
            {
                Device = random.Next(4) == 0 ? DeviceKind.Cpu : DeviceKind.Cuda,
                DeviceLabels = random.Next(2) == 0 ? [] : ["a100"],
                MemoryBytes = (long)random.Next(1, 32) << 30,
            }),
        ];
        cards = [.. cards.Select(card => card.Device == DeviceKind.Cpu ? card with { DeviceLabels = [], MemoryBytes = 0 } : card)];
        await using var host = await KnownAsync(await ClusterHost.StartAsync(Setup(cards), silos: 4, (name, silo) =>
        {
            if (name != "Silo_0")
            {
                AddGpu(silo, gigabytes: name == "Silo_1" ? 16 : 64, name == "Silo_3" ? "a100" : "t4");
            }
        }));
        var hardware = host.Cluster.GetSiloServiceProvider().GetRequiredService<ISiloHardware>();
        var places = cards.SelectMany(card => host.Cluster.Silos.Select(silo => (Card: card, Silo: silo))).ToList();
        var grains = host.Cluster.GetSiloServiceProvider().GetRequiredService<IGrainFactory>();
        var attempt = new AttemptId(new TaskId(new TurnId(new ConversationId(TenantId.Local, "c"), 1), 0), 0, 1);
        var reached = await Task.WhenAll(places.Select(async place =>
        {
            try
            {
                await grains.GetGrain<IModelGrain>(new ModelPlace(place.Card.Id, place.Silo.SiloAddress).ToString()).CancelAsync(attempt, default);
                return true;
            }
            catch (SiloUnavailableException)
            {
                return false;
            }
        }));

        var where = await host.WhereAsync();
        foreach (var ((card, silo), isReached) in places.Zip(reached))
        {
            var fits = hardware.DevicesOf(silo.SiloAddress).Devices.Any(device => device.Kind == card.Device && HardwareRequirement.Of(card).FitsOn(device));
            Assert.Equal(fits, isReached);
            Assert.Equal(fits, where[$"model {card.Id}"].Contains(silo.Name));
        }

        Assert.InRange(places.Count, 1000, int.MaxValue);
    }

    /// <summary>Ends when all silos know what all are made of, which nobody tells.</summary>
    private static async Task<ClusterHost> KnownAsync(ClusterHost host)
    {
        using var patience = new CancellationTokenSource(Patience);
        var silos = host.Cluster.Silos.Select(silo => silo.SiloAddress).ToList();
        while (silos.Exists(one => silos.Exists(other =>
            host.Cluster.GetSiloServiceProvider(one).GetRequiredService<ISiloHardware>().DevicesOf(other).Devices.IsEmpty)))
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        return host;
    }

    /// <summary>Runners whose batches wait for the gate where a test says so; and what ends when the first of them has begun.</summary>
    private (Task Held, SiloRunners Runners) Holding(Func<string, bool> holds)
    {
        var held = new Countdown(1);
        return (held.Done, new SiloRunners((silo, cancellationToken) =>
        {
            if (!holds(silo))
            {
                return Task.CompletedTask;
            }

            held.Signal();
            return _gate.Task.WaitAsync(cancellationToken);
        }));
    }

    private static HostSetup Setup(params ImmutableArray<ModelCard> cards) => new(
        new ScriptedPlanner(new PlannedTask(0, TaskTypes.TextGeneration)
        {
            Arguments = ImmutableDictionary<string, Argument>.Empty.Add("text", new TextArgument("a")),
        }),
        new ScriptedRunner(ScriptedRunner.Echo),
        cards);

    private static async Task<ClusterHost> StartAsync(SiloRunners runners, short silos, ModelCard card, TimeSpan spreadAfter, int queue = 1024, params string[] gpus) =>
        await KnownAsync(await ClusterHost.StartAsync(Setup(card), silos, (name, silo) =>
        {
            silo.Services.Replace(ServiceDescriptor.Singleton(runners.On(name)));
            silo.Services.Configure<JarvisClusterOptions>(options =>
            {
                options.SpreadModelsAfter = spreadAfter;
                options.DrainTimeout = Patience;
            });
            silo.Services.Configure<ModelEngineOptions>(options => options.QueueCapacity = queue);
            if (gpus.Contains(name))
            {
                AddGpu(silo, gigabytes: 16, "t4");
            }
        }));

    private static void AddGpu(ISiloBuilder silo, int gigabytes, string label) => silo.Services.Configure<JarvisClusterOptions>(options =>
    {
        var device = new SiloDeviceOptions { Id = "cuda:0", MemoryBytes = (long)gigabytes << 30 };
        device.Labels.Add(label);
        options.Devices.Add(device);
    });

    private static Task<TurnReceipt> SubmitAsync(ClusterHost host, int number) =>
        host.Jarvis.SubmitAsync(new ConversationId(TenantId.Local, $"c{number}"), new TurnRequest("do it"), default);
}
