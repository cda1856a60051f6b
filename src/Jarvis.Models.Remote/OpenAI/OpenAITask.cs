using System.Collections.Immutable;

namespace Jarvis.Models.Remote.OpenAI;

/// <summary>Asks a server to do one task and makes outputs of its answer.</summary>
/// <param name="endpoint">The server.</param>
/// <param name="model">What it calls the model.</param>
/// <param name="card">The model's card.</param>
/// <param name="request">What is asked.</param>
/// <param name="cancellationToken">Ends the call.</param>
internal delegate Task<ImmutableArray<ModelOutput>> OpenAITask(
    OpenAIEndpoint endpoint,
    string model,
    ModelCard card,
    ModelRequest request,
    CancellationToken cancellationToken);
