using System.Collections.Immutable;
using System.Net;
using System.Runtime.CompilerServices;
using Jarvis.Errors;
using Jarvis.LanguageModels;
using Microsoft.Extensions.AI;

namespace Jarvis.Planning.LanguageModel;

/// <summary>
/// Asks the model, in the strictest form of output that its server takes: JSON of a schema, else JSON, else text. What a server has refused
/// once it is not asked for again.
/// </summary>
internal sealed class PlanCalls(IChatClient client, LanguageModelPlannerOptions options)
{
    private volatile int _form;

    /// <summary>The text of the reply, as it comes.</summary>
    internal async IAsyncEnumerable<string> StreamAsync(
        IReadOnlyList<ChatMessage> messages,
        ImmutableArray<string> types,
        ILanguageModelMeter? meter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var form = _form; ; form++)
        {
            var updates = client.GetStreamingResponseAsync(messages, Options(form, types).MeteredBy(meter), cancellationToken)
                .GetAsyncEnumerator(cancellationToken);
            try
            {
                bool? begun;
                try
                {
                    begun = await updates.MoveNextAsync().ConfigureAwait(false);
                }
                catch (Exception exception) when (form < 2 && IsRefusal(exception))
                {
                    begun = null;
                }

                if (begun is null)
                {
                    continue;
                }

                _form = Math.Max(_form, form);
                for (var more = begun.Value; more; more = await updates.MoveNextAsync().ConfigureAwait(false))
                {
                    yield return updates.Current.Text;
                }

                yield break;
            }
            finally
            {
                await updates.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private static bool IsRefusal(Exception exception) => exception switch
    {
        HttpRequestException http =>
            http.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity or HttpStatusCode.NotImplemented,
        JarvisException known => known.Code == ErrorCode.InvalidRequest,
        NotSupportedException => true,
        _ => false,
    };

    private ChatOptions Options(int form, ImmutableArray<string> types) => new()
    {
        Temperature = 0,
        MaxOutputTokens = Math.Min(options.MaxOutputTokens, options.ContextTokens / 2),
        ResponseFormat = form switch
        {
            0 => ChatResponseFormat.ForJsonSchema(PlanJson.Schema(types), "plan", "The tasks that do what was asked, or the answer."),
            1 => ChatResponseFormat.Json,
            _ => null,
        },
    };
}
