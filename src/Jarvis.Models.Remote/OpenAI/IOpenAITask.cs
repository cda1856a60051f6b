namespace Jarvis.Models.Remote.OpenAI;

/// <summary>One task type, as an OpenAI-compatible server is asked to do it.</summary>
internal interface IOpenAITask
{
    /// <summary>Asks a server and makes outputs of its answer.</summary>
    /// <param name="endpoint">The server.</param>
    /// <param name="model">What it calls the model.</param>
    /// <param name="card">The model's card.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<ModelOutcome> RunAsync(
        OpenAIEndpoint endpoint,
        string model,
        ModelCard card,
        ModelRequest request,
        CancellationToken cancellationToken);
}
