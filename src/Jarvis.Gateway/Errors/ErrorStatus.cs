using Jarvis.Errors;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.Errors;

/// <summary>What a code is over HTTP. The one table of it.</summary>
internal static class ErrorStatus
{
    internal static int Of(ErrorCode code) => Kind(code).Status;

    internal static string TitleOf(ErrorCode code) => Kind(code).Title;

    /// <summary>The code for a status that something else has set, such as routing.</summary>
    internal static ErrorCode CodeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => ErrorCode.Unauthorized,
        StatusCodes.Status403Forbidden => ErrorCode.Forbidden,
        StatusCodes.Status404NotFound => ErrorCode.NotFound,
        StatusCodes.Status408RequestTimeout => ErrorCode.DeadlineExceeded,
        StatusCodes.Status413PayloadTooLarge or StatusCodes.Status431RequestHeaderFieldsTooLarge => ErrorCode.TooLarge,
        StatusCodes.Status415UnsupportedMediaType => ErrorCode.UnsupportedMedia,
        StatusCodes.Status503ServiceUnavailable => ErrorCode.Overloaded,
        >= 500 => ErrorCode.Internal,
        _ => ErrorCode.InvalidRequest,
    };

    private static (int Status, string Title) Kind(ErrorCode code) => code switch
    {
        ErrorCode.InvalidRequest => (StatusCodes.Status400BadRequest, "The request is wrong"),
        ErrorCode.Unauthorized => (StatusCodes.Status401Unauthorized, "A key is needed"),
        ErrorCode.Forbidden => (StatusCodes.Status403Forbidden, "The key does not reach this far"),
        ErrorCode.NotFound => (StatusCodes.Status404NotFound, "There is no such thing"),
        ErrorCode.Conflict => (StatusCodes.Status409Conflict, "Something else came first"),
        ErrorCode.TooLarge => (StatusCodes.Status413PayloadTooLarge, "More than is taken"),
        ErrorCode.UnsupportedMedia => (StatusCodes.Status415UnsupportedMediaType, "Not of a type that is taken"),
        ErrorCode.PlanInvalid => (StatusCodes.Status422UnprocessableEntity, "No valid plan"),
        ErrorCode.Cancelled => (StatusCodes.Status499ClientClosedRequest, "It was cancelled"),
        ErrorCode.QuotaExceeded => (StatusCodes.Status429TooManyRequests, "A limit is used up"),
        ErrorCode.ModelFailed => (StatusCodes.Status502BadGateway, "A model failed"),
        ErrorCode.FetchFailed => (StatusCodes.Status502BadGateway, "A server elsewhere failed"),
        ErrorCode.Overloaded => (StatusCodes.Status503ServiceUnavailable, "Too much to do"),
        ErrorCode.ModelUnavailable => (StatusCodes.Status503ServiceUnavailable, "No model can do it now"),
        ErrorCode.DeadlineExceeded => (StatusCodes.Status504GatewayTimeout, "It took too long"),
        ErrorCode.StorageFailed => (StatusCodes.Status507InsufficientStorage, "It cannot be kept"),
        _ => (StatusCodes.Status500InternalServerError, "A fault of Jarvis"),
    };
}
