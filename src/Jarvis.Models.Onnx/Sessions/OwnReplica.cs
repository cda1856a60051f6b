namespace Jarvis.Models.Onnx.Sessions;

/// <summary>The model that a runner runs on where nobody loads one for it: made when first used.</summary>
/// <param name="create">Makes it.</param>
internal sealed class OwnReplica(Func<ILoadedModel> create) : IAsyncDisposable
{
    private readonly Lazy<ILoadedModel> _model = new(create);

    public ILoadedModel Get() => _model.Value;

    public ValueTask DisposeAsync() => _model.IsValueCreated ? _model.Value.DisposeAsync() : ValueTask.CompletedTask;
}
