using Microsoft.Playwright;

namespace Jarvis.Console.Tests.Testing;

/// <summary>One browser for all tests; each opens a window of its own that knows nothing of the others.</summary>
public sealed class Chromium : IAsyncLifetime
{
    internal const string Path = "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (!File.Exists(Path))
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Path, Args = ["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"] });
    }

    internal Task<Window> OpenAsync(ConsoleServer server, int width = 1280, int height = 860, bool isDark = false, bool isPhone = false) =>
        OpenAsync(server.Address, width, height, isDark, isPhone);

    internal async Task<Window> OpenAsync(Uri server, int width = 1280, int height = 860, bool isDark = false, bool isPhone = false)
    {
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = server.ToString(),
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            IsMobile = isPhone,
            HasTouch = isPhone,
        });
        context.SetDefaultTimeout(20_000);
        return new Window(context, await context.NewPageAsync(), server);
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
