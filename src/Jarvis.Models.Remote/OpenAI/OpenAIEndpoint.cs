using System.ClientModel;
using System.ClientModel.Primitives;
using Jarvis.Errors;
using OpenAI;
using OpenAI.Audio;
using OpenAI.Embeddings;
using OpenAI.Images;

namespace Jarvis.Models.Remote.OpenAI;

/// <summary>One configured server: makes OpenAI's own clients for it, and holds every call to its deadline and its breaker.</summary>
/// <param name="name">Its name in the configuration.</param>
/// <param name="options">How it is reached.</param>
/// <param name="breaker">Its breaker.</param>
/// <param name="client">Sends; bounds what comes back.</param>
/// <param name="time">The clock.</param>
internal sealed class OpenAIEndpoint(string name, OpenAIEndpointOptions options, EndpointBreaker breaker, HttpClient client, TimeProvider time)
{
    /// <summary>The most bytes of a file that may be sent.</summary>
    internal long MaxRequestLength => options.MaxRequestLength;

    internal ImageClient Images(string model) => new(model, Credential(), Options());

    internal AudioClient Audio(string model) => new(model, Credential(), Options());

    internal EmbeddingClient Embeddings(string model) => new(model, Credential(), Options());

    /// <summary>Calls the server.</summary>
    /// <typeparam name="T">What it answers.</typeparam>
    /// <param name="model">The model, for messages.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="JarvisException">It gave no answer, a refusal, or rests after failures.</exception>
    internal async Task<T> CallAsync<T>(string model, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var errors = new OpenAIErrors(options.Endpoint.Authority, model, $"{RemoteModelOptions.Section}:OpenAI:{name}:Key", time, OpenAIErrorWords.Model(name));
        breaker.Enter();
        using var late = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            var answer = await call(either.Token).ConfigureAwait(false);
            breaker.Worked();
            return answer;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception e) when (Known(e) is { } known)
        {
            throw known;
        }
        catch (Exception e)
        {
            var error = late.IsCancellationRequested ? errors.Silent(options.Timeout) : errors.Of(e);
            breaker.Failed(error);
            throw error;
        }
    }

    private static JarvisException? Known(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is JarvisException known)
                return known;
        }

        return null;
    }

    /// <summary>The clients cannot go without a key; servers that want none ignore it.</summary>
    private ApiKeyCredential Credential() => new(options.Key is { Length: > 0 } key ? key : "none");

    private OpenAIClientOptions Options() => new()
    {
        Endpoint = options.Endpoint,
        Transport = new HttpClientPipelineTransport(client),
        // A task that failed is tried again by who planned it, in its own time, perhaps on another model.
        RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        NetworkTimeout = Timeout.InfiniteTimeSpan,
        ClientLoggingOptions = new() { EnableLogging = false },
    };
}
