using System.Text;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Media;
using Jarvis.Resources;

namespace Jarvis.Models;

/// <summary>One value that a model is given: a resource, or text written in the plan.</summary>
public sealed class ModelInput
{
    private readonly string? _text;
    private readonly IResourceStore? _store;
    private readonly TenantId _tenant;

    /// <summary>A resource.</summary>
    /// <param name="resource">What it is.</param>
    /// <param name="store">Where its bytes are.</param>
    /// <param name="tenant">Who owns it.</param>
    public ModelInput(Resource resource, IResourceStore store, TenantId tenant)
    {
        Resource = resource;
        MediaType = resource.MediaType;
        Name = resource.Name;
        _text = resource.Text;
        _store = store;
        _tenant = tenant;
    }

    /// <summary>Text.</summary>
    /// <param name="text">The text.</param>
    public ModelInput(string text)
    {
        MediaType = MediaTypes.PlainText;
        Name = "text";
        _text = text;
    }

    /// <summary>The resource, or null where the text was written in the plan.</summary>
    public Resource? Resource { get; }

    /// <summary>What the bytes are.</summary>
    public string MediaType { get; }

    /// <summary>A label for messages. Never a path.</summary>
    public string Name { get; }

    /// <summary>Opens the bytes for reading.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.NotFound"/>.</exception>
    public ValueTask<Stream> OpenReadAsync(CancellationToken cancellationToken) => Resource is null
        ? new(new MemoryStream(Encoding.UTF8.GetBytes(_text!), writable: false))
        : _store!.OpenReadAsync(_tenant, Resource.Id, cancellationToken);

    /// <summary>A file on this machine that holds the bytes. Not to be written to.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.NotFound"/>; <see cref="ErrorCode.InvalidRequest"/> for text of the plan.</exception>
    public ValueTask<string> GetPathAsync(CancellationToken cancellationToken) => Resource is null
        ? throw Error.InvalidRequest("A file is needed here, not text; attach one.")
        : _store!.GetPathAsync(_tenant, Resource.Id, cancellationToken);

    /// <summary>Reads the whole as UTF-8 text.</summary>
    /// <param name="maxCharacters">The most characters to take.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.TooLarge"/> above <paramref name="maxCharacters"/>.</exception>
    public async ValueTask<string> ReadTextAsync(int maxCharacters, CancellationToken cancellationToken)
    {
        var text = _text;
        if (text is null)
        {
            await using var stream = await OpenReadAsync(cancellationToken).ConfigureAwait(false);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var buffer = new char[Math.Min(maxCharacters + 1L, Resource!.Length + 1)];
            var read = await reader.ReadBlockAsync(buffer, cancellationToken).ConfigureAwait(false);
            text = new string(buffer, 0, read);
        }

        return text.Length <= maxCharacters
            ? text
            : throw Error.TooLarge($"'{Name}' is longer than the {maxCharacters:N0} characters that this model takes; split it.");
    }
}
