using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Media;
using Jarvis.Models.Onnx.Sessions;

namespace Jarvis.Models.Onnx.Speech;

/// <summary>
/// Finds when somebody speaks, with Silero VAD. Gives <c>segments</c>: <c>{"segments": [{"start", "end"}], "speech", "duration"}</c>, all
/// in seconds. A sound without speech is a success with no segments.
/// </summary>
/// <param name="decoder">Decodes sounds.</param>
/// <param name="models">Opens the network.</param>
internal sealed class VoiceActivityRunner(IMediaDecoder decoder, OnnxModels models) : IModelRunner, IModelLoader, IAsyncDisposable, IDisposable
{
    private readonly OwnReplica _own = new(() => new LoadedVoiceActivity(decoder, models));

    /// <inheritdoc/>
    public string Name => "silero-vad";

    /// <inheritdoc/>
    public async Task<ILoadedModel> LoadAsync(ModelCard card, DeviceId device, CancellationToken cancellationToken)
    {
        var loaded = new LoadedVoiceActivity(decoder, models);
        try
        {
            await loaded.LoadAsync(cancellationToken).ConfigureAwait(false);
            return loaded;
        }
        catch
        {
            await loaded.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Runs a batch on a model of its own, loaded when first used; an engine loads its own with <see cref="LoadAsync"/>.</summary>
    /// <inheritdoc/>
    public Task<ImmutableArray<ModelOutcome>> RunAsync(
        ModelCard card, ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken) => _own.Get().RunAsync(batch, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _own.DisposeAsync();

    /// <inheritdoc/>
    public void Dispose() => _own.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
