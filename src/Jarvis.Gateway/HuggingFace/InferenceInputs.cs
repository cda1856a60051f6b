using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Gateway.Asking;
using Jarvis.Gateway.Http;
using Jarvis.Identity;
using Jarvis.Media;
using Jarvis.Planning;
using Jarvis.Resources;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Jarvis.Gateway.HuggingFace;

/// <summary>Reads what a model is asked: JSON with <c>inputs</c> and <c>parameters</c>, or a file as it is.</summary>
/// <param name="jarvis">Stores files.</param>
/// <param name="files">Stores those that stand in JSON.</param>
/// <param name="options">How long texts may be.</param>
internal sealed class InferenceInputs(IJarvis jarvis, InlineFiles files, IOptions<GatewayOptions> options)
{
    /// <summary>Reads a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="tenant">Whose its files are.</param>
    /// <param name="type">What is to be done.</param>
    /// <param name="speaks">Whether it has the form of completions.</param>
    /// <exception cref="JarvisException">It is none.</exception>
    internal async Task<InferenceTask> ReadAsync(HttpContext context, TenantId tenant, TaskType type, bool speaks)
    {
        var arguments = ImmutableDictionary.CreateBuilder<string, Argument>(StringComparer.Ordinal);
        var stored = ImmutableArray.CreateBuilder<Resource>();
        if (context.Request.HasJsonContentType() || speaks)
        {
            var body = await context.ReadInlineJsonAsync(InferenceJsonContext.Default.InferenceBody).ConfigureAwait(false);
            try
            {
                await ReadAsync(body, speaks).ConfigureAwait(false);
            }
            catch (InvalidOperationException)
            {
                // A text that is none, such as half a character, shows only when it is read.
                throw Error.InvalidRequest("The body holds text that is no Unicode; send it as UTF-8.");
            }
        }
        else
        {
            context.Limit(null);
            arguments.Add(type.Inputs[0].Name, Stored(await jarvis.UploadAsync(tenant, new IncomingStream(context.Request.Body), type.Inputs[0].Name, context.RequestAborted).ConfigureAwait(false)));
        }

        foreach (var (name, value) in InferenceHeaders.OptionsOf(context).Where(option => type.Option(option.Name) is not null))
        {
            arguments[name] = new TextArgument(value);
        }

        return new(arguments.ToImmutable(), stored.ToImmutable());

        async Task ReadAsync(InferenceBody body, bool speaks)
        {
            if (speaks)
            {
                var asked = body.Stream == true
                    ? throw Error.InvalidRequest("A model of its own answers as a whole; leave 'stream' out, or ask at /openai/v1.")
                    : body.Prompt ?? InferenceTables.Transcript(body.Messages);
                arguments.Add(type.Inputs[0].Name, Text(asked));
            }
            else if (body.Inputs.ValueKind == JsonValueKind.Object && !(type.Inputs[0].Kind == MediaKind.Data && IsTable(body.Inputs)))
            {
                foreach (var member in body.Inputs.EnumerateObject())
                {
                    await AddAsync(member.Name, member.Value).ConfigureAwait(false);
                }
            }
            else
            {
                await AddAsync(type.Inputs[0].Name, body.Inputs).ConfigureAwait(false);
            }

            if (body.Parameters.ValueKind == JsonValueKind.Object)
            {
                foreach (var member in body.Parameters.EnumerateObject())
                {
                    await AddAsync(member.Name, member.Value).ConfigureAwait(false);
                }
            }
        }

        // What a task does not have is passed over: clients send much that only some models know.
        async Task AddAsync(string member, JsonElement value)
        {
            var name = InferenceNames.Of(type, member);
            if (type.Input(name) is { } port)
            {
                arguments[name] = await ArgumentAsync(port, value).ConfigureAwait(false);
            }
            else if (type.Option(name) is not null && InferenceTables.Cell(value) is { Length: > 0 } text)
            {
                arguments[name] = Text(text);
            }
        }

        async Task<Argument> ArgumentAsync(Port port, JsonElement value)
        {
            if (port.Kind == MediaKind.Data)
            {
                using var table = new MemoryStream(Encoding.UTF8.GetBytes(InferenceTables.Rows(value)));
                return Stored(await jarvis.UploadAsync(tenant, table, $"{port.Name}.json", context.RequestAborted).ConfigureAwait(false));
            }

            if (value.ValueKind == JsonValueKind.Array)
            {
                var items = ImmutableArray.CreateBuilder<Argument>();
                foreach (var item in value.EnumerateArray())
                {
                    items.Add(item.ValueKind == JsonValueKind.Array ? throw NoInput() : await ArgumentAsync(port, item).ConfigureAwait(false));
                }

                return items is [var only] ? only : new ListArgument(items.ToImmutable());
            }

            if (value.ValueKind != JsonValueKind.String)
            {
                throw NoInput();
            }

            return port.Kind == MediaKind.Text
                ? Text(value.GetString()!)
                : Stored(await files.StoreAsync(tenant, value.GetString()!, port.Name, context.RequestAborted).ConfigureAwait(false));
        }

        // Texts stay with the turn; files do not.
        TextArgument Text(string text) => text.Length <= options.Value.MaxBodyLength
            ? new(text)
            : throw Error.TooLarge($"A text has at most {options.Value.MaxBodyLength:N0} characters; send long ones as a file.");

        ResourceArgument Stored(Resource file)
        {
            if (stored.Count == TurnRequest.MaxAttachments)
            {
                throw Error.TooLarge($"A task takes at most {TurnRequest.MaxAttachments} files; ask for the rest with another request.");
            }

            stored.Add(file);
            return new(file.Id);
        }

        JarvisException NoInput() => Error.InvalidRequest(
            $"'inputs' has to have {string.Join(" and ", type.Inputs.Where(port => port.Required).Select(port => port.Name))}: texts as they are, files in base 64.");
    }

    /// <summary>Whether it is the table itself, and no object that holds one.</summary>
    private static bool IsTable(JsonElement inputs) => !inputs.TryGetProperty("data", out _) && !inputs.TryGetProperty("table", out _);
}
