using System.Collections.Immutable;
using Jarvis.Conformance.Hosts;
using Jarvis.Conversations;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;

namespace Jarvis.Embedded.Tests;

public sealed class EmbeddedActorsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task No_report_of_a_task_is_lost_though_a_mailbox_holds_a_single_call()
    {
        var tasks = Enumerable.Range(0, 60).Select(id => new PlannedTask(id, TaskTypes.TextGeneration)
        {
            Arguments = ImmutableDictionary<string, Argument>.Empty.Add("text", new TextArgument("a")),
        });
        var setup = new HostSetup(
            new ScriptedPlanner([.. tasks]), new ScriptedRunner(ScriptedRunner.Echo), ListedModels.Card("writer", TaskTypes.TextGeneration));
        await using var host = await EmbeddedHost.StartAsync(setup, options => options.MailboxCapacity = 1);
        using var patience = new CancellationTokenSource(Patience);

        var receipt = await host.Jarvis.SubmitAsync(new ConversationId(TenantId.Local, "c"), new TurnRequest("do it"), default);
        var succeeded = 0;
        await foreach (var happened in host.Jarvis.ReadTurnAsync(receipt, patience.Token))
        {
            succeeded += happened is TaskSucceeded ? 1 : 0;
        }

        Assert.Equal(60, succeeded);
    }
}
