using System.Text;
using Jarvis.Conversations;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Models.LanguageModel;
using Jarvis.Resources;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Embedded.Tests;

public sealed class LanguageModelTurnTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_text_is_summarized_by_the_language_model_which_answers_with_the_file()
    {
        await using var services = new ServiceCollection()
            .AddSingleton<IChatClient, FirstSentenceChat>()
            .AddSingleton<IResourceStore, InMemoryResourceStore>(_ => new InMemoryResourceStore())
            .Configure<LanguageModelTaskOptions>(options => options.Model = "first-sentence")
            .AddLanguageModelControl()
            .AddJarvis()
            .BuildServiceProvider(validateScopes: true);
        var jarvis = services.GetRequiredService<IJarvis>();
        using var patience = new CancellationTokenSource(Patience);
        using var notes = new MemoryStream(Encoding.UTF8.GetBytes("The tide is high. It will fall at noon."));
        var file = await jarvis.UploadAsync(TenantId.Local, notes, "notes.txt", patience.Token);

        var receipt = await jarvis.SubmitAsync(
            new ConversationId(TenantId.Local, "c"), new TurnRequest("summarize notes.txt") { Attachments = [file] }, patience.Token);
        var events = new List<ConversationEvent>();
        await foreach (var happened in jarvis.ReadTurnAsync(receipt, patience.Token))
        {
            events.Add(happened);
        }

        var summary = Assert.Single(Assert.Single(events.OfType<TaskSucceeded>()).Result.Outputs["text"]);
        Assert.Equal("The tide is high.", summary.Text);
        var answer = Assert.Single(events.OfType<AnswerFinished>()).Answer;
        Assert.Equal($"Here is [the summary](resource:{summary.Id}), not that.", answer.Text);
        Assert.Equal(summary.Id, Assert.Single(answer.Resources).Id);
    }
}
