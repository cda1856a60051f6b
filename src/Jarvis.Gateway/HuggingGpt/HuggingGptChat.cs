using System.Text.Json.Nodes;
using Jarvis.Answers;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Gateway.Api.Tasks;
using Jarvis.Gateway.Asking;
using Jarvis.Gateway.Http;
using Jarvis.Gateway.Security;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.HuggingGpt;

/// <summary>
/// HuggingGPT's three questions: the plan, the results, the answer. Each is a turn in a conversation of its own that is gone when it is answered, and
/// cancelled when its caller goes. As there, what goes wrong with a turn is told as its message; what is wrong with a request, by a status.
/// </summary>
/// <param name="turns">Asks.</param>
/// <param name="dialogues">Makes requests of dialogues.</param>
/// <param name="files">Shows files.</param>
/// <param name="form">How plans and results look.</param>
internal sealed class HuggingGptChat(AskedTurns turns, Dialogues dialogues, HuggingGptFiles files, HuggingGptForm form)
{
    private const string Prefix = "hugginggpt";

    /// <summary>Plans, runs and answers: <c>{"message"}</c>.</summary>
    internal async Task AnswerAsync(HttpContext context)
    {
        var (answer, error) = (default(Answer), default(JarvisError));
        await foreach (var happened in AskAsync(context, approval: null).ConfigureAwait(false))
        {
            answer = happened is AnswerFinished finished ? finished.Answer : answer;
            error = happened is TurnFinished ended ? ended.Error : error;
        }

        await context.WriteJsonAsync(Message(context, answer, error)).ConfigureAwait(false);
    }

    /// <summary>Plans: <c>[{"task", "id", "dep", "args"}]</c>, or <c>{"message"}</c> where nothing is to be done.</summary>
    internal async Task PlanAsync(HttpContext context)
    {
        var (tasks, answer, error) = (new JsonArray(), default(Answer), default(JarvisError));

        // Nothing runs before somebody approves it, which nobody does.
        await foreach (var happened in AskAsync(context, new ApprovalPolicy { WholePlan = true }).ConfigureAwait(false))
        {
            if (happened is TaskPlanned planned)
            {
                tasks.Add(await form.TaskAsync(context, planned.Planned).ConfigureAwait(false));
            }

            if (happened is ApprovalAsked)
            {
                break;
            }

            answer = happened is AnswerFinished finished ? finished.Answer : answer;
            error = happened is TurnFinished ended ? ended.Error : error;
        }

        await context.WriteJsonAsync(tasks.Count > 0 ? tasks : Message(context, answer, error)).ConfigureAwait(false);
    }

    /// <summary>Plans and runs: <c>{"0": {"task", "inference result", "choose model result"}}</c>, or <c>{"message"}</c>.</summary>
    internal async Task RunAsync(HttpContext context)
    {
        var results = new SortedDictionary<int, JsonObject>();
        var types = new Dictionary<int, string>();
        var (answer, error) = (default(Answer), default(JarvisError));
        await foreach (var happened in AskAsync(context, approval: null).ConfigureAwait(false))
        {
            switch (happened)
            {
                case TaskPlanned planned:
                    types[planned.Task] = planned.Planned.Type;
                    results[planned.Task] = HuggingGptForm.Begun(await form.TaskAsync(context, planned.Planned).ConfigureAwait(false));
                    break;
                case ModelChosen chosen:
                    results[chosen.Task]["choose model result"] = new JsonObject { ["id"] = chosen.Model.Value, ["reason"] = chosen.Reason };
                    break;
                case TaskSucceeded succeeded:
                    results[succeeded.Task]["inference result"] = await form.ResultAsync(context, types[succeeded.Task], succeeded.Result).ConfigureAwait(false);
                    break;
                case TaskFailed failed:
                    results[failed.Task]["inference result"] = HuggingGptForm.Failed(failed.Error);
                    break;
                case TaskSkipped skipped:
                    results[skipped.Task]["inference result"] = HuggingGptForm.Failed(skipped.Error);
                    break;
                case AnswerFinished finished:
                    answer = finished.Answer;
                    break;
                case TurnFinished ended:
                    error = ended.Error;
                    break;
            }
        }

        await context.WriteJsonAsync(results.Count > 0
            ? new JsonObject(results.Select(result => KeyValuePair.Create($"{result.Key}", (JsonNode?)result.Value)))
            : Message(context, answer, error)).ConfigureAwait(false);
    }

    private async IAsyncEnumerable<ConversationEvent> AskAsync(HttpContext context, ApprovalPolicy? approval)
    {
        var body = await context.ReadJsonAsync(HuggingGptJsonContext.Default.HuggingGptBody).ConfigureAwait(false);
        Dialogues.RequireNoNull(body.Messages);

        var dialogue = body.Messages.Select(message => new Said(message.Role == "assistant", message.Content)).ToList();
        var request = await dialogues.ToRequestAsync(context.Caller().Tenant, dialogue, context.RequestAborted).ConfigureAwait(false);
        var asked = request with { Approval = approval, Hops = context.Hops() };
        await foreach (var happened in turns.AskAsync(AskedTurns.NewConversation(context.Caller().Tenant, Prefix), asked, isKept: false, context.RequestAborted).ConfigureAwait(false))
        {
            yield return happened;
        }
    }

    private JsonObject Message(HttpContext context, Answer? answer, JarvisError? error) => new()
    {
        ["message"] = answer is null
            ? System.Net.WebUtility.HtmlEncode(error?.Message ?? "It ended without an answer.")
            : files.Show(context.Caller().Tenant, answer.Text, answer.Resources),
    };
}
