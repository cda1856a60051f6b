using Jarvis.Conformance.LanguageModels;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.LanguageModels;
using Jarvis.Planning;
using Jarvis.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Models.Remote.OpenAI;

/// <summary>What a server counts reaches whoever asked, and a tenant's limit stops a call before the server hears of it.</summary>
public sealed class LanguageModelUsageTests
{
    private const string Plan = """{"tasks":[{"id":0,"task":"summarization","args":{"text":"A long story."}}],"answer":""}""";

    private static readonly TurnId Turn = TurnId.Parse("acme/c/1");

    [Fact]
    public async Task Planning_tells_what_the_server_counted_broken_and_refused_calls_too()
    {
        await using var server = await StandInLanguageModel.StartAsync(
            new StandInReply("""{"tasks":[{"id":0,"task":"nonsense","args":{}}]}""") { Usage = (300, 40) }, new StandInReply(Plan) { Usage = (350, 60) });
        await using var services = Services(server);
        var told = new Told();

        await services.GetRequiredService<IPlanner>().PlanAsync(new PlanningRequest(Turn, "sum it up") { Usage = told }, default).ToListAsync();

        Assert.Equal([(1, 300, 40), (1, 350, 60)], told.Usage.Select(used => (used.Calls, used.InputTokens, used.OutputTokens)));
        Assert.Equal(0.00075m, told.Usage.Sum(used => used.Cost));
        var day = await services.GetRequiredService<TenantMeters>().ReadAsync(new TenantId("acme"), new DateOnly(2026, 3, 4), default);
        Assert.Equal((2, 750), (day.Used.Calls, day.Used.Tokens));
    }

    [Fact]
    public async Task A_tenant_without_budget_is_refused_before_the_server_is_asked_and_another_is_not()
    {
        await using var server = await StandInLanguageModel.StartAsync(
            new StandInReply(Plan) { Usage = (19_000, 500) }, new StandInReply(Plan));
        await using var services = Services(server, options => options.MaxTokensPerDay = 20_000);
        var planner = services.GetRequiredService<IPlanner>();

        await planner.PlanAsync(new PlanningRequest(Turn, "sum it up"), default).ToListAsync();
        var refused = await planner.PlanAsync(new PlanningRequest(TurnId.Parse("acme/d/1"), "sum it up"), default).ToListAsync();
        Assert.Single(server.Requests);
        var other = await planner.PlanAsync(new PlanningRequest(TurnId.Parse("other/c/1"), "sum it up"), default).ToListAsync();

        Assert.Contains("ask again then, or raise Jarvis:Tenants:MaxTokensPerDay", refused.OfType<PlanNoted>().First().Text, StringComparison.Ordinal);
        Assert.Single(other.OfType<TaskProposed>());
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_turn_that_had_spent_its_limit_elsewhere_is_refused_here()
    {
        await using var server = await StandInLanguageModel.StartAsync(new StandInReply(Plan));
        await using var services = Services(server);
        var meters = services.GetRequiredService<LanguageModelMeters>();
        var client = services.GetRequiredService<ILanguageModels>().For(LanguageModelRole.Text)!;
        var meter = meters.Of(Turn, new LanguageModelUsage(9, 199_990, 0, 0, TimeSpan.Zero), null);

        var refused = await Assert.ThrowsAsync<JarvisException>(() => Microsoft.Extensions.AI.ChatClientExtensions.GetResponseAsync(
            client, "go", new Microsoft.Extensions.AI.ChatOptions().MeteredBy(meter)));

        Assert.Equal(ErrorCode.QuotaExceeded, refused.Code);
        Assert.Empty(server.Requests);
    }

    private static ServiceProvider Services(StandInLanguageModel server, Action<TenantOptions>? tenants = null) => new ServiceCollection()
        .AddSingleton<TimeProvider>(new FakeTimeProvider(new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero)))
        .AddSingleton(new LanguageModelEnvironment([]))
        .AddLogging()
        .Configure(tenants ?? (_ => { }))
        .AddLanguageModel(options =>
        {
            (options.Endpoint, options.Model, options.MaxOutputTokens) = (server.Endpoint, "small-model", 1_000);
            options.InputPrice = options.OutputPrice = 1;
        })
        .AddJarvisCore()
        .BuildServiceProvider();

    private sealed class Told : IProgress<LanguageModelUsage>
    {
        internal List<LanguageModelUsage> Usage { get; } = [];

        public void Report(LanguageModelUsage value) => Usage.Add(value);
    }
}
