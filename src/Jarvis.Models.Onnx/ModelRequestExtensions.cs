using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models.Serving;

namespace Jarvis.Models.Onnx;

/// <summary>A request as the workers of networks see it.</summary>
internal static class ModelRequestExtensions
{
    internal static RequestTerms ToTerms(this ModelRequest request) => new(
        request.Turn?.Conversation.Tenant ?? TenantId.Local,
        request.Priority is TurnPriority.Batch ? RequestPriority.Batch : RequestPriority.Interactive,
        request.Deadline);

    /// <summary>Runs a request of a batch so that what goes wrong with it is its own, and it ends when nobody wants it any more.</summary>
    /// <param name="request">The request.</param>
    /// <param name="run">Runs it; its token ends with the batch's and with the request's own.</param>
    /// <param name="cancellationToken">Ends the batch.</param>
    internal static async Task<ModelOutcome> RunAloneAsync(
        this ModelRequest request, Func<CancellationToken, Task<ModelOutcome>> run, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, request.Cancelled);
        try
        {
            return await run(either.Token).ConfigureAwait(false);
        }
        catch (JarvisException exception)
        {
            return ModelOutcome.Failure(exception.ToError());
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            return ModelOutcome.Failure(Error.From(exception));
        }
    }
}
