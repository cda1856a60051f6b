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
using Microsoft.Extensions.Options;

namespace Jarvis.Gateway.Mcp;

/// <summary>Reads what tools are called with, and stores the files of it.</summary>
/// <param name="jarvis">Stores files.</param>
/// <param name="store">Knows the stored ones.</param>
/// <param name="inline">Stores those that stand in the call.</param>
/// <param name="options">How long texts may be.</param>
/// <param name="fetcher">Fetches those on the web; null where nothing is fetched.</param>
internal sealed class ToolArguments(IJarvis jarvis, IResourceStore store, InlineFiles inline, IOptions<GatewayOptions> options, IResourceFetcher? fetcher = null)
{
    /// <summary>Reads the arguments of a task.</summary>
    /// <param name="tenant">Whose the files are.</param>
    /// <param name="type">The task's type.</param>
    /// <param name="call">The arguments, by name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The arguments, and the files that they name.</returns>
    /// <exception cref="JarvisException">They are none of the task's, or a file is not to be had.</exception>
    internal async Task<(ImmutableDictionary<string, Argument> Arguments, ImmutableArray<Resource> Files)> ReadAsync(
        TenantId tenant, TaskType type, IEnumerable<KeyValuePair<string, JsonElement>> call, CancellationToken cancellationToken)
    {
        var arguments = ImmutableDictionary.CreateBuilder<string, Argument>(StringComparer.Ordinal);
        var files = new List<Resource>();
        foreach (var (name, value) in call)
        {
            arguments[name] = type.Input(name) is { } port ? await ArgumentAsync(port, value).ConfigureAwait(false)
                : type.Option(name) is not null ? new TextArgument(Option(name, value))
                : throw Error.InvalidRequest($"'{Shown(name)}' is no argument of this tool; it takes {string.Join(", ", type.Inputs.Select(port => port.Name).Concat(type.Options.Select(option => option.Name)))}.");
        }

        return (arguments.ToImmutable(), [.. files.DistinctBy(file => file.Id)]);

        async Task<Argument> ArgumentAsync(Port port, JsonElement value)
        {
            if (value.ValueKind == JsonValueKind.Array && port.Kind != MediaKind.Data)
            {
                var items = ImmutableArray.CreateBuilder<Argument>();
                foreach (var item in value.EnumerateArray())
                {
                    items.Add(await OneAsync(port, item).ConfigureAwait(false));
                }

                return new ListArgument(items.ToImmutable());
            }

            return await OneAsync(port, value).ConfigureAwait(false);
        }

        async Task<Argument> OneAsync(Port port, JsonElement value)
        {
            var text = value.ValueKind == JsonValueKind.String ? JsonBody.Understand(() => value.GetString()!) : null;
            if (text is null && port.Kind != MediaKind.Data)
            {
                throw Error.InvalidRequest($"'{port.Name}' takes a text{(port.Kind == MediaKind.Text ? "" : ": the address of a file, or its bytes as a data: URL")}.");
            }

            if (port.Kind == MediaKind.Text && !ResourceUri.TryParse(text, out _))
            {
                return text!.Length <= options.Value.MaxBodyLength
                    ? new TextArgument(text)
                    : throw Error.TooLarge($"A text has at most {options.Value.MaxBodyLength:N0} characters; upload longer ones as files.");
            }

            if (files.Count == TurnRequest.MaxAttachments)
            {
                throw Error.TooLarge($"A task takes at most {TurnRequest.MaxAttachments} files; call the tool again for the rest.");
            }

            var file = port.Kind == MediaKind.Data && !ResourceUri.TryParse(text, out _)
                ? await StoreJsonAsync(port, text ?? value.GetRawText()).ConfigureAwait(false)
                : await FileAsync(tenant, text!, port.Name, cancellationToken).ConfigureAwait(false);
            files.Add(file);
            return new ResourceArgument(file.Id);
        }

        async Task<Resource> StoreJsonAsync(Port port, string json)
        {
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(json));
            return await jarvis.UploadAsync(tenant, content, $"{port.Name}.json", cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A file, by its address or its bytes.</summary>
    /// <param name="tenant">Whose it is, or is going to be.</param>
    /// <param name="text">A <c>jarvis://</c>, http, https or <c>data:</c> address.</param>
    /// <param name="name">What people call it, where it has no name yet.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException">It is not to be had.</exception>
    internal async Task<Resource> FileAsync(TenantId tenant, string text, string name, CancellationToken cancellationToken)
    {
        if (ResourceUri.TryParse(text, out var id))
        {
            return await store.FindAsync(tenant, id, cancellationToken).ConfigureAwait(false)
                ?? throw Error.NotFound($"There is no file {ResourceUri.Of(id)}; upload it first, or give its bytes as a data: URL.");
        }

        if (InlineFiles.IsData(text))
        {
            return await inline.StoreAsync(tenant, text, name, cancellationToken).ConfigureAwait(false);
        }

        if (fetcher is not null && Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps))
        {
            return await fetcher.FetchAsync(tenant, text, cancellationToken).ConfigureAwait(false);
        }

        throw Error.InvalidRequest($"'{name}' takes a file: {(fetcher is null ? "" : "an http or https address, ")}a jarvis:// address, or its bytes as a data: URL in base 64.");
    }

    private static string Option(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => JsonBody.Understand(() => value.GetString()!),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw Error.InvalidRequest($"'{name}' takes a text."),
    };

    private static string Shown(string name) => name.Length <= 64 && name.All(c => c is >= ' ' and <= '~') ? name : "…";
}
