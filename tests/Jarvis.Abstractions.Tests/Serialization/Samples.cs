using System.Collections.Immutable;
using Jarvis.Answers;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.LanguageModels;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Serialization;
using Jarvis.Selection;
using Jarvis.Tasks;
using Jarvis.Tenancy;

namespace Jarvis.Abstractions.Tests.Serialization;

/// <summary>One of everything that travels: with all there can be in it, and with as little as there can be.</summary>
internal static class Samples
{
    private static readonly ConversationId Conversation = ConversationId.Parse("acme/talk");
    private static readonly TaskId Task = TaskId.Parse("acme/talk/2/3");
    private static readonly AttemptId Attempt = new(Task, 4, 5);
    private static readonly ModelId Model = ModelId.Parse("maker/model-1.0");
    private static readonly ResourceId Hash = new(new string('a', 64));
    private static readonly DateTimeOffset At = new(2026, 2, 3, 4, 5, 6, 7, TimeSpan.FromHours(1));
    private static readonly JarvisError Error = new(ErrorCode.ModelFailed, "It broke: \"<>&\u2028\ud83d\ude00\".", Retryable: true);

    private static readonly Resource File = new(Hash, "text/plain", long.MaxValue, "a \"name\".txt")
    {
        Text = "line\nline\0\ud83d\ude00",
        Lineage = new Lineage(Task, Model, [Hash, Hash]),
    };

    private static readonly Resource BareFile = new(Hash, "image/png", 0, "x");

    private static readonly ImmutableDictionary<string, ImmutableArray<Resource>> Outputs =
        ImmutableDictionary<string, ImmutableArray<Resource>>.Empty.Add("image", [File, BareFile]).Add("none", []);

    private static readonly PlannedTask Planned = new(3, TaskTypes.Translation)
    {
        Arguments = ImmutableDictionary<string, Argument>.Empty
            .Add("text", new ListArgument([new TextArgument("a"), new ResourceArgument(Hash), new OutputArgument(1), new OutputArgument(2, "text")]))
            .Add("target", new TextArgument("")),
        After = [0, 1],
    };

    private static readonly TaskApproval Waiting = new(3, "It costs.") { Cost = 0.1m, Model = Model, SideEffects = ["pays"] };

    private static readonly LanguageModelUsage Asked = new(3, 1L << 40, 25, 0.000_000_1m, TimeSpan.FromTicks(7));

    private static readonly TaskUsage Used = new() { Models = new(4, TimeSpan.FromDays(2), 0.25m), Choosing = Asked, Work = Asked };

    private static readonly TurnUsage Usage = new()
    {
        Planning = Asked,
        Choosing = Asked with { Calls = 0 },
        Tasks = Asked with { Cost = 12 },
        Answering = Asked with { OutputTokens = 0 },
        Models = Used.Models,
    };

    private static readonly RankedModel Ranked = new(Model, 0.1 + 0.2, "it is there", 0.000_000_1m);

    private static readonly TaskResult Result = new(Outputs, Model, TimeSpan.FromTicks(1))
    {
        Attempts = 7,
        Cost = 79228162514264337593543950335m,
        Failures = [new ItemFailure(2, Error)],
    };

    private static readonly TaskResult BareResult = new(ImmutableDictionary<string, ImmutableArray<Resource>>.Empty, Model, TimeSpan.Zero);

    private static readonly ModelCard Card = new(Model, "onnx", ["a", "b"], "does")
    {
        Device = DeviceKind.Cuda,
        Fallback = DeviceKind.Cpu,
        DeviceLabels = ["a100"],
        MemoryBytes = 1L << 40,
        Tags = ["en", "finance"],
        Version = "2.1",
        Licence = "MIT",
        Popularity = 12,
        Quality = 0.75,
        PricePerCall = 0.25m,
        Prices = ImmutableDictionary<PriceUnit, decimal>.Empty.Add(PriceUnit.AudioSecond, 0.0001m),
        Deterministic = false,
        ShareResults = true,
        SideEffects = ["writes"],
        Pinned = true,
        MaxBatch = 8,
        Concurrency = 2,
        Replicas = new ReplicaRange(2, 5),
        Accepts = ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add("target", ["es", "fr"]),
        MediaTypes = ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add("image", ["image/png"]),
        Files = ImmutableDictionary<string, string>.Empty.Add("m.onnx", new string('a', 64)),
        Settings = ImmutableDictionary<string, string>.Empty.Add("file", "m.onnx"),
    };

    private static readonly ImmutableDictionary<string, ImmutableArray<TaskInput>> Inputs =
        ImmutableDictionary<string, ImmutableArray<TaskInput>>.Empty.Add("text", [new TaskInput(File), new TaskInput(null, "text")]);

    private static readonly ImmutableDictionary<string, string> Options = ImmutableDictionary<string, string>.Empty.Add("target", "es");

    internal static ImmutableArray<ConversationEvent> Events { get; } =
    [
        .. Full().Select(happened => happened with { Sequence = long.MaxValue, At = At, Turn = int.MaxValue }),
        .. Bare(),
    ];

    internal static ImmutableArray<object> Messages { get; } =
    [
        new TurnRequest("do it") { Attachments = [File, BareFile], IdempotencyKey = "k", Timeout = TimeSpan.FromDays(7) },
        new TurnRequest("see") { Addresses = ["https://a.example/b.png?c=d"] },
        new TurnRequest("do it") { Approval = new ApprovalPolicy { WholePlan = true, AboveCost = 0.1m, SideEffects = ["pays", "sends"] } },
        new TurnRequest("do it") { Approval = new ApprovalPolicy() },
        new ApproveTasks(2) { Tasks = [0, 3], IdempotencyKey = "k" },
        new ApproveTasks(0),
        new RejectTasks(2, "too dear") { Tasks = [0, 3], IdempotencyKey = "k" },
        new EditPlan(2) { Tasks = [Planned, new PlannedTask(0, "x")], Removed = [1], IdempotencyKey = "k" },
        new EditPlan(0),
        new CancelTask(1) { IdempotencyKey = "k" },
        new RetryTask(1),
        new TurnRequest("") { Priority = TurnPriority.Batch },
        new TurnReceipt(Conversation.Turn(2), 9),
        new ConversationSnapshot(Conversation, 9, [new TurnSummary(1, "a", TurnStatus.Open, null, []) { Approval = new PendingApproval(2, [Waiting, new TaskApproval(0, "")]) }, new TurnSummary(2, "b", TurnStatus.Answered, new Answer("c", [File]), [File]) { Usage = Usage }]) { Usage = Usage },
        new ConversationSnapshot(Conversation, 0, []),
        File,
        Result,
        BareResult,
        new TurnSummary(2, "b", TurnStatus.Answered, new Answer("c", [File]), [File]) { Usage = Usage },
        new Problem("about:blank", "It broke", 500, "Try again.", ErrorCode.ModelFailed) { Instance = "/v1/x", RequestId = "r", Retryable = true, RetryAfter = TimeSpan.FromSeconds(1) },
        new ListPage<ConversationEvent>([new TurnResumed()], HasMore: true, "n"),
        new ListPage<ConversationListItem>([], HasMore: false),
        new ListPage<ModelStatus>([], HasMore: false),
        new ConversationPage([new ConversationListItem(Conversation, At, "a \"title\"", 3, 1)], "1.2"),
        new ConversationPage([], null),
        new PlanReport([new TaskProposed(Planned), new PartDropped("part", "reason"), new PlanNoted("note"), new AnsweredDirectly("answer")], true, Error) { Used = Asked },
        new PlanReport([], false) { Fetches = [new Fetch("https://a.example/b"), new Fetch("c") { Resource = File }, new Fetch("d") { Error = Error }] },
        new PlanReport([], false)
        {
            IsReplan = true,
            Appraisals = ImmutableDictionary<int, TaskAppraisal>.Empty.Add(3, new TaskAppraisal(0.1m, ["pays"], Model)).Add(0, new TaskAppraisal(0, [])),
        },
        new AnswerReport("text", true, Error) { Used = Asked },
        new AnswerReport("", false),
        new Plan([Planned, new PlannedTask(0, "x")]),
        Plan.Empty,
        new TaskAssignment(Task, TaskTypes.Translation, At) { Inputs = Inputs, Options = Options, MapOver = ["text"], Spent = Asked, Unapproved = new ApprovalPolicy { AboveCost = 1 } },
        new TaskAssignment(Task, "", default),
        new ModelJob(Attempt, TaskTypes.Translation, At) { Inputs = Inputs, Options = Options, Spent = Asked },
        new ModelJob(Attempt, "", default),
        new AttemptStarted(Attempt),
        new AttemptAdvanced(Attempt, 0.5),
        new AttemptSucceeded(Attempt, Outputs) { Used = Asked },
        new AttemptSucceeded(Attempt, ImmutableDictionary<string, ImmutableArray<Resource>>.Empty),
        new AttemptFailed(Attempt, Error) { Used = Asked },
        new TenantDay(Asked, long.MaxValue, 7),
        TenantDay.Unused,
        new AttemptSucceeded(Attempt, Outputs) { Cached = true },
        new AttemptFailed(Attempt, Error with { RetryAfter = TimeSpan.FromSeconds(1.5) }),
        new ModelStatus(Card, DeviceId.Cpu)
        {
            Replicas =
            [
                new ReplicaStatus(DeviceId.Cpu, ReplicaPhase.Quarantined)
                {
                    MemoryBytes = 1, Queued = 2, Running = 3, Succeeded = 4, Failed = 5, Refused = 6, LastFault = "it broke",
                    MedianLatency = TimeSpan.FromSeconds(1), P95Latency = TimeSpan.FromSeconds(2),
                    Batches = 7, Note = "no room", QueueWait = new LatencyPercentiles(default, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(1)),
                    Run = new LatencyPercentiles(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)),
                    DeadLetters = [new DeadLetter("translation", "it broke", DateTimeOffset.UnixEpoch)],
                },
                new ReplicaStatus(DeviceId.Cuda(1), ReplicaPhase.Ready),
            ],
        },
        new ModelStatus(Card, DeviceId.Cuda(1), "why not") { Source = "cards.json", Note = "said twice", Fingerprint = "f00d" },
        new ModelStatus(new ModelCard(Model, "", [], ""), DeviceId.Remote),
        new ModelLoad(Model, IsLoaded: true, Queued: 1, Free: 2, TimeSpan.FromSeconds(1.5)),
        new ModelLoad(Model, IsLoaded: false, Queued: 0, Free: 0, Each: null),
    ];

    private static ImmutableArray<ConversationEvent> Full() =>
    [
        new TurnAccepted("do it", [File, BareFile]),
        new PlanStarted("offline") { IsReplan = true },
        new FetchStarted("https://a.example/b.png"),
        new FetchFinished("https://a.example/b.png", File, Error),
        new TaskPlanned(3, Planned),
        new PlanFinished(4, [new PartDropped("part", "reason")], ["note"]) { IsReplan = true },
        new ApprovalAsked("cost") { Version = 2, Tasks = [Waiting, new TaskApproval(0, "")] },
        new ApprovalDecided(true, [3, 4], "why"),
        new PlanEdited(2, [Planned], [1]),
        new TaskRetried(3) { Retry = 2 },
        new TurnReopened(),
        new ModelChosen(3, Model, 0.5, "it is there", [Ranked, Ranked]) { Used = TaskUsage.None with { Choosing = Asked } },
        new TaskWaiting(3, "busy", TimeSpan.FromSeconds(1.5)),
        new TaskStarted(3, Model, 2),
        new TaskProgress(3, 1.0 / 3),
        new TaskSucceeded(3, Result) { Used = Used },
        new TaskFailed(3, Error) { Used = Used },
        new TaskSkipped(3, Error),
        new AnswerDelta("# a\n"),
        new AnswerFinished(new Answer("text", [File])),
        new UsageReported(Usage),
        new TurnResumed(),
        new TurnFinished(TurnStatus.Failed, Error),
    ];

    private static ImmutableArray<ConversationEvent> Bare() =>
    [
        new TurnAccepted("", []),
        new PlanStarted(""),
        new FetchStarted(""),
        new FetchFinished("", null, null),
        new TaskPlanned(0, new PlannedTask(0, "")),
        new PlanFinished(0, [], []),
        new ApprovalAsked(""),
        new ApprovalDecided(false, []),
        new PlanEdited(0, [], []),
        new TaskRetried(0),
        new TurnReopened(),
        new ModelChosen(0, Model, 0, "", []),
        new TaskWaiting(0, "", TimeSpan.Zero),
        new TaskStarted(0, Model, 0),
        new TaskProgress(0, 0),
        new TaskSucceeded(0, BareResult),
        new TaskFailed(0, new JarvisError(ErrorCode.InvalidRequest, "")),
        new TaskSkipped(0, new JarvisError(ErrorCode.Internal, "")),
        new AnswerDelta(""),
        new AnswerFinished(new Answer("", [])),
        new UsageReported(TurnUsage.None),
        new TurnFinished(TurnStatus.Answered, null),
    ];
}
