using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Gateway.Api.Tasks;
using Jarvis.Gateway.Asking;
using Jarvis.Gateway.Http;
using Jarvis.Gateway.Security;
using Jarvis.Identity;
using Jarvis.Resources;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.OpenAi;

/// <summary>Reads dialogues, and stores the files that are in them.</summary>
/// <param name="dialogues">Makes requests of them.</param>
/// <param name="files">Stores files.</param>
/// <param name="resources">Knows those that are stored.</param>
internal sealed class DialogueReader(Dialogues dialogues, InlineFiles files, IResourceStore resources)
{
    /// <summary>The most messages.</summary>
    internal const int MaxItems = 2_000;

    /// <summary>Makes a request of a dialogue.</summary>
    /// <param name="context">The request that brings it.</param>
    /// <param name="instructions">What goes before all; null for nothing.</param>
    /// <param name="items">What was said.</param>
    /// <exception cref="JarvisException">It is none.</exception>
    internal async Task<TurnRequest> ReadAsync(HttpContext context, string? instructions, ImmutableArray<DialogueItem> items)
    {
        if (items.Length > MaxItems)
        {
            throw Error.TooLarge($"A dialogue has at most {MaxItems:N0} messages; leave the oldest out.");
        }

        Dialogues.RequireNoNull(items);

        // What is to be kept in mind is no request: a plan is made of the last one, which knows what came before.
        List<Said> dialogue = string.IsNullOrWhiteSpace(instructions) ? [] : [new(isAnswer: false, instructions), new(isAnswer: true, "")];
        var room = TurnRequest.MaxAttachments;
        foreach (var item in items)
        {
            var said = await ReadAsync(context, item, room).ConfigureAwait(false);
            room -= said.Files.Length + said.Addresses.Length;
            dialogue.Add(said);
            if (item.Role is "system" or "developer")
            {
                dialogue.Add(new(isAnswer: true, ""));
            }
        }

        var request = await dialogues.ToRequestAsync(context.Caller().Tenant, dialogue, context.RequestAborted).ConfigureAwait(false);
        return request with { IdempotencyKey = context.IdempotencyKeyOf(), Hops = context.Hops() };
    }

    private async Task<Said> ReadAsync(HttpContext context, DialogueItem item, int room)
    {
        if (item.Type is not (null or "message"))
        {
            throw Error.InvalidRequest("Only messages are taken here; leave tool calls, references and reasoning out.");
        }

        var isAnswer = item.Role switch
        {
            "assistant" => true,
            "user" or "system" or "developer" or "tool" => false,
            _ => throw Error.InvalidRequest("A message has the role user, assistant, system, developer or tool."),
        };
        var texts = new List<string>();
        var stored = ImmutableArray.CreateBuilder<Resource>();
        var addresses = ImmutableArray.CreateBuilder<string>();
        foreach (var part in item.Content)
        {
            if (part.Text is { } text)
            {
                texts.Add(text);
            }
            else if (part is { Type: "refusal", Refusal: { } refusal })
            {
                texts.Add(refusal);
            }
            else if (stored.Count + addresses.Count >= room)
            {
                throw Error.TooLarge($"A dialogue has at most {TurnRequest.MaxAttachments} files; leave the oldest out.");
            }
            else if (AddressOf(part) is { } address)
            {
                addresses.Add(address);
            }
            else
            {
                stored.Add(await StoreAsync(context, part).ConfigureAwait(false));
            }
        }

        return new(isAnswer, string.Join('\n', texts), stored.ToImmutable(), addresses.ToImmutable());
    }

    private static string? AddressOf(ContentPart part) => part.ImageUrl is { Url: var url } && !InlineFiles.IsData(url) ? url : part.FileUrl;

    private async Task<Resource> StoreAsync(HttpContext context, ContentPart part)
    {
        if ((part.FileId ?? part.File?.FileId) is { } id)
        {
            return ResourceId.TryParse(id, null, out var known) && await resources.FindAsync(context.Caller().Tenant, known, context.RequestAborted).ConfigureAwait(false) is { } found
                ? found
                : throw Error.NotFound("There is no file of this 'file_id'; upload it by POST /v1/resources, and give the id that comes back.");
        }

        var (data, name) = part switch
        {
            { ImageUrl.Url: var url } => (url, "image"),
            { InputAudio: { } audio } => (audio.Data, "audio"),
            { File: { FileData: { } bytes } file } => (bytes, file.Filename ?? "file"),
            { FileData: { } bytes } => (bytes, part.Filename ?? "file"),
            _ => throw Error.InvalidRequest("A part of a message is none that is taken here; send text, image_url, file or input_audio, or input_text, input_image or input_file."),
        };
        return await files.StoreAsync(context.Caller().Tenant, data, name, context.RequestAborted).ConfigureAwait(false);
    }
}
